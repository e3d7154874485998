using Torghut.Common.Kafka;

namespace Torghut.Common.Tests.Kafka;

/// <summary>What is configured of Kafka reaches the client, and what a login lacks is named.</summary>
public sealed class KafkaClientOptionsTests
{
    [Test]
    public void Connection_EveryKey_ReachesTheClient()
    {
        var client = new Options
        {
            Bootstrap = "kafka:9093",
            SecurityProtocol = KafkaSecurity.SaslSsl,
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

    [TestCase(KafkaSecurity.Plaintext, "", "", "")]
    [TestCase(KafkaSecurity.Ssl, "", "", "")]
    [TestCase(KafkaSecurity.SaslSsl, "u", "p", "")]
    [TestCase(KafkaSecurity.SaslSsl, "", "p", "KAFKA_SASL_USER")]
    [TestCase(KafkaSecurity.SaslSsl, "u", "", "KAFKA_SASL_PASSWORD")]
    [TestCase(KafkaSecurity.SaslPlaintext, "", "", "KAFKA_SASL_USER KAFKA_SASL_PASSWORD")]
    public void Validate_WhatALoginLacks_IsNamed(KafkaSecurity security, string user, string password, string lacks) => Assert.That(
        new Options { SecurityProtocol = security, SaslUser = user, SaslPassword = password }.Validate().Select(problem => problem.Key),
        Is.EqualTo(lacks.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    private sealed class Options : KafkaClientOptions
    {
        public override string Bootstrap { get; set; } = "";
    }
}
