using Torghut.Common.Configuration;

namespace Torghut.Common.Tracing;

/// <summary>How spans travel to the collector; the words are those of OpenTelemetry's <c>OTEL_EXPORTER_OTLP_PROTOCOL</c>.</summary>
public enum OtlpProtocol
{
    [ConfigurationValue("grpc")]
    Grpc,

    [ConfigurationValue("http/protobuf")]
    HttpProtobuf,
}
