using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;
using Torghut.Common.Configuration;
using Torghut.Common.Tracing;
using Torghut.Testing.Otlp;

namespace Torghut.Common.Tests.Tracing;

[NonParallelizable]
public sealed class TracingRegistrationTests
{
    private static readonly ActivitySource Source = new("Torghut.RegistrationTests");

    [Test]
    public void Add_NoEndpoint_RegistersNothing()
    {
        var services = new ServiceCollection();

        TracingRegistration.Add(services, new TracingOptions(), "torghut-test", "1.2.3");

        Assert.That(services, Is.Empty);
        Assert.That(Source.HasListeners(), Is.False);
        Assert.That(Source.StartActivity("span"), Is.Null);
    }

    [TestCase(OtlpProtocol.HttpProtobuf)]
    [TestCase(OtlpProtocol.Grpc)]
    public async Task Add_Endpoint_SpansArriveWithTheServicesResource(OtlpProtocol protocol)
    {
        await using var collector = await OtlpCollector.StartAsync(protocol == OtlpProtocol.Grpc);
        await using (var provider = Provider(new TracingOptions { Endpoint = collector.Endpoint, Protocol = protocol }))
        {
            provider.GetRequiredService<TracerProvider>();
            using var span = Source.StartActivity("span", ActivityKind.Producer);
            span!.SetTag("torghut.symbol", "AAPL");
        }

        var collected = collector.Spans.Single();
        Assert.Multiple(() =>
        {
            Assert.That((collected.Name, collected.Kind, collected["torghut.symbol"]), Is.EqualTo(("span", 4, "AAPL")));
            Assert.That(collected.Service, Is.EqualTo("torghut-test"));
            Assert.That(collected.Resource["service.version"], Is.EqualTo("1.2.3"));
            Assert.That(collected.Resource["service.instance.id"], Does.EndWith($":{Environment.ProcessId}"));
        });
    }

    [Test]
    public async Task Add_RatioZero_RecordsNothing()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using (var provider = Provider(new TracingOptions { Endpoint = collector.Endpoint, Protocol = OtlpProtocol.HttpProtobuf, SampleRatio = 0 }))
        {
            provider.GetRequiredService<TracerProvider>();
            using var span = Source.StartActivity("span");
            Assert.That(span?.Recorded, Is.False);
        }

        Assert.That(collector.Spans, Is.Empty);
    }

    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")]
    [TestCase("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [TestCase("OTEL_TRACES_SAMPLER_ARG", "1.5")]
    [TestCase("OTEL_EXPORTER_OTLP_HEADERS", "secret")]
    public void Options_BadValue_NameTheKey(string key, string value)
    {
        var options = OptionReader.Read([typeof(TracingOptions)], new Dictionary<string, string> { [key] = value }, out var problems);

        Assert.That(options, Is.Null);
        Assert.That(problems.Single().Key, Is.EqualTo(key));
        Assert.That(problems.Single().ToString(), Does.Not.Contain("secret"));
    }

    private static ServiceProvider Provider(TracingOptions options)
    {
        var services = new ServiceCollection();
        TracingRegistration.Add(services, options, "torghut-test", "1.2.3");
        return services.BuildServiceProvider();
    }
}
