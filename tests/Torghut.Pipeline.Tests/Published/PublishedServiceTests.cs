using System.Net;
using Torghut.Pipeline.Tests.Support;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests.Published;

/// <summary>What an image will carry starts where it will run, and does its work there.</summary>
[Category("Long")]
internal sealed class PublishedServiceTests
{
    private const long LargestSize = 64_000_000;
    private static readonly string Folder = SandboxProgram.NewDataDirectory();
    private static readonly HttpClient Http = new();

    [OneTimeSetUp]
    public async Task PublishAsync()
    {
        foreach (var service in PublishedService.Names)
        {
            await PublishedService.PublishAsync(service, Published(service));
        }
    }

    [OneTimeTearDown]
    public void Delete() => Directory.Delete(Folder, recursive: true);

    [TestCaseSource(typeof(PublishedService), nameof(PublishedService.Names))]
    public void Publish_EveryService_CarriesNothingForOtherSystems(string service)
    {
        var size = PublishedService.SizeOf(Published(service));
        TestContext.Out.WriteLine($"{service}: {size / 1e6:0.0} MB without the runtime");

        Assert.Multiple(() =>
        {
            Assert.That(size, Is.LessThanOrEqualTo(LargestSize));
            Assert.That(Directory.EnumerateFiles(Published(service), "*", SearchOption.AllDirectories).Where(IsForAnotherPlatform), Is.Empty);
        });
    }

    [Test]
    public async Task Start_OnTheBaseImageAlone_AnswersAndForwards()
    {
        var run = Path.Combine(Folder, "run");
        await using var sandbox = SandboxProgram.Start(Folder, "sandbox", "--data", run, "--env-file", Path.Combine(Folder, "env"));
        await Eventually.HoldsAsync(() => sandbox.HasExited || sandbox.Output.Contains("Ctrl-C stops everything", StringComparison.Ordinal),
            "the infrastructure is up");
        Assert.That(sandbox.HasExited, Is.False, sandbox.Output);
        var keys = SandboxProgram.ReadKeys(Path.Combine(Folder, "env"));
        var image = new BaseImage(run);

        await using var ops = image.Start(Published("torghut-ops"), "torghut-ops", keys);
        await using var ta = image.Start(Published("torghut-ta"), "torghut-ta", keys);
        await using var trading = image.Start(Published("torghut-trading"), "torghut-trading", keys);
        await using var ws = image.Start(Published("torghut-ws"), "torghut-ws", keys);

        await RespondsAsync(ops, keys["OPS_PORT"], "healthz");
        await RespondsAsync(ta, keys["TA_HEALTH_PORT"], "healthz");
        await RespondsAsync(trading, keys["TRADING_PORT"], "healthz");
        await RespondsAsync(ws, keys["HEALTH_PORT"], "healthz");
        await RespondsAsync(ws, keys["HEALTH_PORT"], "readyz");
        await Eventually.HoldsAsync(async () => (await Http.GetStringAsync(new Uri($"http://127.0.0.1:{keys["METRICS_PORT"]}/metrics")))
            .Split('\n')
            .Any(line => line.StartsWith("torghut_ws_kafka_produce_success_total{topic=\"torghut.trades.v1\"}", StringComparison.Ordinal)
            && !line.EndsWith(" 0", StringComparison.Ordinal)),
            "the forwarder produces trades");
        await RespondsAsync(ta, keys["TA_HEALTH_PORT"], "readyz");
    }

    private static string Published(string service) => Path.Combine(Folder, "published", service);

    private static bool IsForAnotherPlatform(string path) => path.EndsWith(".dylib", StringComparison.Ordinal)
        || (path.Contains("/runtimes/", StringComparison.Ordinal) && !path.Contains("linux-x64", StringComparison.Ordinal))
        || Path.GetFileName(path) is "librdkafka.dll" or "libcrypto-3-x64.dll";

    private static async Task RespondsAsync(ServiceProcess service, string port, string page)
    {
        await Eventually.HoldsAsync(async () => service.HasExited || await StatusAsync(port, page) == HttpStatusCode.OK, $"/{page} on port {port} is 200");
        Assert.That(service.HasExited, Is.False, service.Output);
    }

    private static async Task<HttpStatusCode?> StatusAsync(string port, string page)
    {
        try
        {
            using var response = await Http.GetAsync(new Uri($"http://127.0.0.1:{port}/{page}"));
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
