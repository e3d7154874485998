using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Torghut.Common.Configuration;
using Torghut.Ws.Hosting;
using Torghut.Ws.Publishing;
using Torghut.Ws.Status;

namespace Torghut.Ws.Tests.Hosting;

/// <summary>Parts are stopped in the opposite order to that in which they are named.</summary>
public sealed class RegistrationTests
{
    [Test]
    public void Add_Parts_KafkaIsFlushedLastAfterTheClosingStatus()
    {
        var environment = new Dictionary<string, string>
        {
            ["ALPACA_KEY_ID"] = "key",
            ["ALPACA_SECRET_KEY"] = "secret",
            ["KAFKA_BOOTSTRAP"] = "kafka.test:9092",
            ["SCHEMA_REGISTRY_URL"] = "http://schemas.test",
            ["SYMBOLS"] = "AAPL",
        };
        var options = OptionReader.Read(WsService.Definition.OptionTypes, environment, out var problems);
        Assert.That(problems, Is.Empty);
        var services = new ServiceCollection();
        Registration.Add(services, options!);
        var parts = services.Where(part => part.ServiceType == typeof(IHostedService)).Select(part => part.ImplementationType).ToList();
        var own = parts.Where(part => part?.Assembly == typeof(Registration).Assembly).ToList();
        Assert.That(own[0], Is.EqualTo(typeof(ProducerLifetime)));
        Assert.That(own, Does.Contain(typeof(StatusHeartbeat)));
    }
}
