using Torghut.Common.Configuration;

namespace Torghut.Common.Tracing;

/// <summary>
/// Where spans go. The keys are those of OpenTelemetry's specification
/// (https://opentelemetry.io/docs/specs/otel/protocol/exporter); no others of its keys are read.
/// </summary>
public sealed class TracingOptions : IValidatableOptions
{
    [ConfigurationKey(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTLP collector that spans are sent to, for example http://otel-collector:4317; empty switches tracing off.",
        Schemes = "http,https")]
    public Uri? Endpoint { get; set; }

    [ConfigurationKey(
        "OTEL_EXPORTER_OTLP_PROTOCOL",
        "How spans are sent: grpc is usually port 4317, http/protobuf port 4318, where /v1/traces is added to the endpoint.")]
    public OtlpProtocol Protocol { get; set; } = OtlpProtocol.Grpc;

    [ConfigurationKey(
        "OTEL_EXPORTER_OTLP_HEADERS",
        "Headers of every export, as key=value pairs separated by commas, for a collector that asks who is there.",
        Secret = true)]
    public string Headers { get; set; } = "";

    [ConfigurationKey("OTEL_TRACES_SAMPLER_ARG", "Share of new traces that is recorded; a span follows the decision of its parent.", Min = 0, Max = 1)]
    public double SampleRatio { get; set; } = 1;

    public IEnumerable<ConfigurationProblem> Validate()
    {
        // The exporter throws on a pair that it cannot read, at a time when the service would already be running.
        if (Headers.Length > 0 && !Headers.Split(',').All(pair => pair.IndexOf('=', StringComparison.Ordinal) > 0))
        {
            yield return new("OTEL_EXPORTER_OTLP_HEADERS", "key=value pairs separated by commas", "a value that is not shown");
        }
    }
}
