using Confluent.Kafka;
using Torghut.Common.Kafka;
using Torghut.Ws.Publishing;

namespace Torghut.Ws.Tests.Publishing;

public sealed class ProducerSettingsTests
{
    [Test]
    public void From_Defaults_AreTheContracts()
    {
        var config = ProducerSettings.From(new PublishingOptions { Bootstrap = "b:1" });

        Assert.That((config.Acks, config.EnableIdempotence, config.CompressionType, config.Partitioner),
            Is.EqualTo(((Acks?)Acks.All, (bool?)true, (CompressionType?)CompressionType.Lz4, (Partitioner?)Partitioner.Murmur2Random)));
        Assert.That((config.LingerMs, config.MessageTimeoutMs, config.QueueBufferingMaxKbytes, config.BatchSize),
            Is.EqualTo(((double?)5, (int?)60_000, (int?)65_536, (int?)1_000_000)));
        Assert.That((config.SecurityProtocol, config.SaslMechanism, config.SaslPassword),
            Is.EqualTo(((SecurityProtocol?)SecurityProtocol.Plaintext, (SaslMechanism?)null, (string?)null)));
    }

    [TestCase(KafkaSaslMechanism.Plain, SaslMechanism.Plain)]
    [TestCase(KafkaSaslMechanism.ScramSha256, SaslMechanism.ScramSha256)]
    [TestCase(KafkaSaslMechanism.ScramSha512, SaslMechanism.ScramSha512)]
    public void From_SaslOverTls_PassesEverything(KafkaSaslMechanism mechanism, SaslMechanism expected)
    {
        var config = ProducerSettings.From(new PublishingOptions
        {
            Bootstrap = "a:1,b:2",
            SecurityProtocol = KafkaSecurity.SaslSsl,
            SaslMechanism = mechanism,
            SaslUser = "u",
            SaslPassword = "p",
            CaLocation = "/ca.pem",
        });

        Assert.That((config.BootstrapServers, config.SecurityProtocol, config.SaslMechanism),
            Is.EqualTo(("a:1,b:2", (SecurityProtocol?)SecurityProtocol.SaslSsl, (SaslMechanism?)expected)));
        Assert.That((config.SaslUsername, config.SaslPassword, config.SslCaLocation), Is.EqualTo(("u", "p", "/ca.pem")));
        Assert.That(config.EnableSslCertificateVerification, Is.Not.False);
    }
}
