using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Confluent.Kafka;
using Torghut.Sandbox.Kafka.Tests.Support;

namespace Torghut.Sandbox.Kafka.Tests.Security;

public sealed class TlsTests
{
    private string _directory = "";

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("torghut-kafka-tls-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public async Task Tls_TrustedCertificateAndLogin_Produces()
    {
        var (certificate, key) = MakeCertificate();
        await using var own = await OwnBroker.StartAsync(o => o with { CertificateFile = certificate, CertificateKeyFile = key, Users = [new("u", "p")] });
        using var producer = Clients.Producer(c =>
        {
            c.BootstrapServers = own.Bootstrap;
            c.SecurityProtocol = SecurityProtocol.SaslSsl;
            c.SslCaLocation = certificate;
            c.SaslMechanism = SaslMechanism.ScramSha512;
            (c.SaslUsername, c.SaslPassword) = ("u", "p");
        });

        var sent = await producer.ProduceAsync("topic", new Message<string?, string?> { Value = new string('x', 200_000) });

        Assert.That(sent.Status, Is.EqualTo(PersistenceStatus.Persisted));
    }

    [Test]
    public async Task Tls_UntrustedCertificate_IsRefusedByTheClient()
    {
        var (certificate, key) = MakeCertificate();
        await using var own = await OwnBroker.StartAsync(o => o with { CertificateFile = certificate, CertificateKeyFile = key });
        using var producer = Clients.Producer(c =>
        {
            c.BootstrapServers = own.Bootstrap;
            c.SecurityProtocol = SecurityProtocol.Ssl;
            c.MessageTimeoutMs = 2_000;
        });

        await Assert.ThrowsAsync<ProduceException<string?, string?>>(() => producer.ProduceAsync("topic", new Message<string?, string?> { Value = "v" }));
    }

    private (string Certificate, string Key) MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddHours(1));
        var (certificateFile, keyFile) = (Path.Combine(_directory, "broker.pem"), Path.Combine(_directory, "broker.key"));
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (certificateFile, keyFile);
    }
}
