using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Torghut.Ops.Cluster;
using Torghut.Ops.Tests.Cluster;
using Torghut.Testing;

namespace Torghut.Ops.Integration.Tests.Cluster;

/// <summary>Authorities and certificates are rotated in their files; a service that runs for months reads them anew, as it does tokens.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RotationTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("torghut-rotation-").FullName;
    private WebApplication? _server;
    private X509Certificate2 _served = null!;
    private string? _accepted;

    private string Authority => Path.Combine(_folder, "ca.crt");

    [Test]
    public async Task Get_AuthorityRotated_IsReadAnew()
    {
        using var client = await StartAsync();
        await AnswersAsync(client);
        var next = Make();
        await File.WriteAllTextAsync(Authority, next.ExportCertificatePem());
        _served = next;
        await AnswersAsync(client);
    }

    /// <summary>The server has its new certificate before the file says so: that is a failure until it does, and no longer.</summary>
    [Test]
    public async Task Get_AuthorityRotatedLater_FailsOnlyUntilThen()
    {
        using var client = await StartAsync();
        await AnswersAsync(client);
        var next = Make();
        _served = next;
        Assert.That(async () => await client.GetAsync("/version", CancellationToken.None), Throws.Exception);
        await File.WriteAllTextAsync(Authority, "-----BEGIN CERT");
        Assert.That(async () => await client.GetAsync("/version", CancellationToken.None), Throws.Exception);
        await File.WriteAllTextAsync(Authority, next.ExportCertificatePem());
        await AnswersAsync(client);
    }

    [Test]
    public async Task Get_ClientCertificateRotated_IsReadAnew()
    {
        using var client = await StartAsync();
        _accepted = WriteClient();
        await AnswersAsync(client);
        _accepted = WriteClient();
        await AnswersAsync(client);
        _accepted = "none";
        Assert.That(async () => await client.GetAsync("/version", CancellationToken.None), Throws.Exception);
    }

    [TestCase("http://kubernetes.default.svc", "https")]
    [TestCase("ftp://127.0.0.1x/", "https")]
    public void Get_CredentialsWouldGoInTheClear_IsRefused(string server, string why)
    {
        using var kubeconfig = new Kubeconfig(server, "secret");
        using var client = new ClusterClient(new ClusterOptions { Kubeconfig = kubeconfig.Path }, TimeProvider.System);
        Assert.That(
            async () => await client.GetAsync("/version", CancellationToken.None),
            Throws.TypeOf<ClusterConfigurationException>().With.Message.Contains(why));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static X509Certificate2 Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=api-{Guid.NewGuid():N}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddMinutes(-5), now.AddHours(1));
    }

    /// <summary>A handshake may take longer on a crowded machine than a connection is waited for; anything else that fails is a fault.</summary>
    private static Task AnswersAsync(ClusterClient client) => Eventually.HoldsAsync(
        async () =>
        {
            try
            {
                return (await client.GetAsync("/version", CancellationToken.None)).Text("gitVersion") == "v1";
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        },
        "the server answers");

    private async Task<ClusterClient> StartAsync()
    {
        _served = Make();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(tls =>
        {
            tls.ServerCertificateSelector = (_, _) => _served;
            tls.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            tls.ClientCertificateValidation = (_, _, _) => true;
        })));
        _server = builder.Build();
        _server.Run(async context =>
        {
            // Every request makes a connection of its own.
            context.Response.Headers.Connection = "close";
            context.Response.StatusCode = _accepted is null || _accepted == context.Connection.ClientCertificate?.Thumbprint ? 200 : 401;
            await context.Response.WriteAsync("""{"gitVersion":"v1"}""");
        });
        await _server.StartAsync();
        await File.WriteAllTextAsync(Authority, _served.ExportCertificatePem());
        WriteClient();
        var kubeconfig = Path.Combine(_folder, "kubeconfig");
        await File.WriteAllTextAsync(
            kubeconfig,
            $$"""
            apiVersion: v1
            kind: Config
            clusters: [{name: local, cluster: {server: "{{_server.Urls.Single()}}", certificate-authority: "{{Authority}}"} }]
            users: [{name: ops, user: {client-certificate: "{{Path.Combine(_folder, "own.crt")}}", client-key: "{{Path.Combine(_folder, "own.key")}}"} }]
            contexts: [{name: local, context: {cluster: local, user: ops} }]
            current-context: local
            """);
        return new ClusterClient(new ClusterOptions { Kubeconfig = kubeconfig }, TimeProvider.System);
    }

    private string WriteClient()
    {
        var own = Make();
        File.WriteAllText(Path.Combine(_folder, "own.crt"), own.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "own.key"), own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return own.Thumbprint;
    }
}
