using Torghut.Common.Kafka;
using Torghut.Trading.OrderReports;

namespace Torghut.Trading.Tests.OrderReports;

/// <summary>What is configured of Kafka reaches the client that reads trade updates.</summary>
public sealed class TradeUpdateOptionsTests
{
    [Test]
    public void Connection_EveryKey_ReachesTheClient()
    {
        var client = new TradeUpdateOptions
        {
            Bootstrap = "kafka:9093",
            Security = KafkaSecurity.SaslSsl,
            SaslMechanism = KafkaSaslMechanism.ScramSha256,
            SaslUser = "torghut-trading",
            SaslPassword = "secret",
            CaLocation = "/etc/kafka/ca.crt",
        }.Connection.ToClientConfig();

        Assert.That(
            (client.BootstrapServers, client.SecurityProtocol.ToString(), client.SaslMechanism.ToString(), client.SaslUsername, client.SaslPassword,
                client.SslCaLocation),
            Is.EqualTo(("kafka:9093", "SaslSsl", "ScramSha256", "torghut-trading", "secret", "/etc/kafka/ca.crt")));
    }
}
