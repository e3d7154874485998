using Torghut.Common.Kafka;
using Torghut.Trading.OrderReports;

namespace Torghut.Trading.Tests.OrderReports;

/// <summary>Kafka is asked for where trade updates are read from it, and only there.</summary>
public sealed class TradeUpdateOptionsTests
{
    [Test]
    public void Validate_Enabled_NamesAllThatLacks() => Assert.That(
        new TradeUpdateOptions { Enabled = true, SecurityProtocol = KafkaSecurity.SaslSsl }.Validate().Select(problem => problem.Key),
        Is.EquivalentTo(new[] { "KAFKA_BOOTSTRAP", "SCHEMA_REGISTRY_URL", "KAFKA_SASL_USER", "KAFKA_SASL_PASSWORD" }));

    [Test]
    public void Validate_NotEnabled_AsksForNothing() =>
        Assert.That(new TradeUpdateOptions { SecurityProtocol = KafkaSecurity.SaslSsl }.Validate(), Is.Empty);
}
