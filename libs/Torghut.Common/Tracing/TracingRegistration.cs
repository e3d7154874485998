using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Torghut.Common.Tracing;

/// <summary>Puts the OpenTelemetry SDK into a service when there is a collector to send to.</summary>
public static class TracingRegistration
{
    private const string OwnSources = "Torghut.*";
    private const string TracesPath = "v1/traces";

    /// <summary>Paths that are asked every few seconds and say nothing about the work done.</summary>
    private static readonly string[] Probes = ["/healthz", "/readyz", "/metrics"];

    /// <summary>
    /// Without an endpoint nothing is registered: no listener, so <see cref="System.Diagnostics.ActivitySource.HasListeners"/> is false and no span is made.
    /// A collector that is away costs the spans of that time and nothing else: they wait in a bounded queue on a thread of the exporter's own.
    /// </summary>
    /// <param name="services">The service's container.</param>
    /// <param name="options">Where to.</param>
    /// <param name="service">Becomes <c>service.name</c>.</param>
    /// <param name="version">Becomes <c>service.version</c>.</param>
    public static void Add(IServiceCollection services, TracingOptions options, string service, string version)
    {
        if (options.Endpoint is not { } endpoint)
        {
            return;
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                service, serviceVersion: version, autoGenerateServiceInstanceId: false, serviceInstanceId: Instance))
            .WithTracing(tracing => tracing
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.SampleRatio)))
                .AddSource(OwnSources)
                .AddHttpClientInstrumentation()
                .AddAspNetCoreInstrumentation(http => http.Filter = IsWork)
                .AddOtlpExporter(exporter =>
                {
                    exporter.Protocol = options.Protocol == OtlpProtocol.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
                    exporter.Endpoint = Address(endpoint, options.Protocol);
                    exporter.Headers = options.Headers.Length > 0 ? options.Headers : null;
                }));
    }

    /// <summary>In a cluster the machine's name is the pod's; the process id tells instances on one machine apart.</summary>
    private static string Instance => string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}");

    /// <summary>The exporter adds the path only to an endpoint that it reads from the environment itself.</summary>
    private static Uri Address(Uri endpoint, OtlpProtocol protocol) =>
        protocol == OtlpProtocol.Grpc ? endpoint : new Uri(endpoint.AbsoluteUri.TrimEnd('/') + '/' + TracesPath);

    private static bool IsWork(HttpContext context) => !Probes.Contains(context.Request.Path.Value, StringComparer.Ordinal);
}
