using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Torghut.Pipeline.Tests.Support;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests;

/// <summary>
/// A cluster starts everything at once. A service whose stores are not there yet lives, waits and says for what; when they come it is ready by itself.
/// </summary>
public sealed class StoresComeLaterTests : DataFolderFixture
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    /// <summary>From the last store's first answer.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly (string Part, string Key)[] Stores =
    [
        ("kafka", "KAFKA_BOOTSTRAP"), ("registry", "SCHEMA_REGISTRY_URL"), ("clickhouse", "TA_CLICKHOUSE_URL"), ("postgres", "DB_DSN"),
        ("alpaca", "ALPACA_BASE_URL"),
    ];

    private static readonly (string Service, string Port)[] Services =
        [("torghut-ws", "HEALTH_PORT"), ("torghut-ta", "TA_HEALTH_PORT"), ("torghut-trading", "TRADING_PORT"), ("torghut-ops", "OPS_PORT")];

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>The limit is that of a machine with nothing else to do.</summary>
    [TestCase(false, Category = "Long")]
    [TestCase(true, Category = "Drill")]
    public async Task Services_StartedBeforeTheirStores_SayWhatTheyWaitForAndAreReadyByThemselves(bool inTime)
    {
        var keys = await KeysOfStoresThatAreGoneAsync();
        List<ServiceProcess> services = [.. Services.Select(one => ServiceProcess.Start(one.Service, keys))], parts = [];
        try
        {
            await WaitAsync(services, keys);
            parts.AddRange(Stores.Select(store => StartPart(store.Part, keys)));
            await Eventually.HoldsAsync(
                () => parts.TrueForAll(part => part.HasExited || part.Output.Contains("ready at", StringComparison.Ordinal)), "the stores are there", Timeout);
            Assert.That(parts.Where(part => part.HasExited).Select(part => part.Output), Is.Empty);
            var slowest = await AreReadyAsync(services, keys);
            if (inTime)
            {
                Assert.That(slowest, Is.LessThanOrEqualTo(Limit));
            }
        }
        finally
        {
            foreach (var process in services.Concat(parts))
            {
                await process.DisposeAsync();
            }
        }
    }

    /// <summary>Each lives and says what it waits for. torghut-ops needs nothing: what is away is what it is there to say.</summary>
    private static async Task WaitAsync(List<ServiceProcess> services, Dictionary<string, string> keys)
    {
        foreach (var (service, port) in Services)
        {
            await RespondsAsync(services, keys[port], "healthz", HttpStatusCode.OK);
            if (service == "torghut-ops")
            {
                continue;
            }

            await RespondsAsync(services, keys[port], "readyz", HttpStatusCode.ServiceUnavailable);
            using var page = JsonDocument.Parse(await PageAsync(keys[port], "readyz"));
            var reason = page.RootElement.GetProperty("error_class").GetString();
            Assert.That(reason, Is.Not.Null.And.Not.Empty, service);
            await TestContext.Out.WriteLineAsync($"{service} without its stores: {reason}");
        }
    }

    /// <summary>How long after the stores the last of them was ready.</summary>
    private static async Task<TimeSpan> AreReadyAsync(List<ServiceProcess> services, Dictionary<string, string> keys)
    {
        var came = Stopwatch.GetTimestamp();
        var took = TimeSpan.Zero;
        foreach (var (service, port) in Services)
        {
            await RespondsAsync(services, keys[port], "readyz", HttpStatusCode.OK);
            took = Stopwatch.GetElapsedTime(came);
            await TestContext.Out.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"drill: {service} is ready {took.TotalSeconds:0.0} s after its stores"));
        }

        return took;
    }

    /// <summary>Topics, schemas, roles and tables are made once; then every store goes, and will come at a port of its own.</summary>
    private async Task<Dictionary<string, string>> KeysOfStoresThatAreGoneAsync()
    {
        var file = Path.Combine(DataFolder, "env");
        await using (var sandbox = SandboxProgram.Start(DataFolder, "sandbox", "--symbols", "AAPL,MSFT", "--data", Run, "--env-file", file))
        {
            await Eventually.HoldsAsync(
                () => sandbox.HasExited || sandbox.Output.Contains("Ctrl-C stops everything", StringComparison.Ordinal), "the parts are up", Timeout);
            Assert.That(sandbox.HasExited, Is.False, sandbox.Output);
            var made = new Dictionary<string, string>(SandboxProgram.ReadKeys(file));
            made["DB_MIGRATION_DSN"] = made.GetValueOrDefault("DB_MIGRATION_DSN", made["DB_DSN"]);
            await using var migrate = ServiceProcess.Start("torghut-trading", made, "migrate");
            Assert.That(await migrate.WaitForExitAsync(Timeout), Is.Zero, migrate.Output);
            Assert.That(await sandbox.StopAsync(), Is.Zero, sandbox.Output);
        }

        var keys = new Dictionary<string, string>(SandboxProgram.ReadKeys(file)) { ["TRADING_MIGRATE_AT_START"] = "false" };
        foreach (var (_, key) in Stores)
        {
            var (former, port) = (PortOf(keys[key]), ServiceProcess.FreePort());
            foreach (var (name, value) in keys.ToList())
            {
                keys[name] = value.Replace($":{former}", $":{port}", StringComparison.Ordinal);
            }
        }

        return keys;
    }

    private string Run => Path.Combine(DataFolder, "run");

    private ServiceProcess StartPart(string part, Dictionary<string, string> keys)
    {
        var address = keys[Stores.Single(store => store.Part == part).Key];
        var options = new Dictionary<string, object> { ["DataDirectory"] = Path.Combine(Run, part), ["Port"] = PortOf(address) };
        switch (part)
        {
            case "clickhouse":
                options["User"] = keys["TA_CLICKHOUSE_USERNAME"];
                options["Password"] = keys["TA_CLICKHOUSE_PASSWORD"];
                break;
            case "alpaca":
                options["KeyId"] = keys["ALPACA_KEY_ID"];
                options["SecretKey"] = keys["ALPACA_SECRET_KEY"];
                options["Symbols"] = keys["SYMBOLS"].Split(',');
                break;
            case "kafka":
                options["AutoCreateTopics"] = false;
                break;
        }

        return SandboxProgram.Start(DataFolder, "part", part, JsonSerializer.Serialize(options));
    }

    private static int PortOf(string address)
    {
        var host = address.Contains("://", StringComparison.Ordinal) ? new Uri(address) : new Uri("tcp://" + address);
        return host.Port;
    }

    private static async Task RespondsAsync(List<ServiceProcess> processes, string port, string page, HttpStatusCode expected)
    {
        await Eventually.HoldsAsync(
            async () => processes.Exists(process => process.HasExited) || await StatusAsync(port, page) == expected,
            $"/{page} on port {port} is {(int)expected}",
            Timeout);
        Assert.That(processes.Where(process => process.HasExited).Select(process => process.Output), Is.Empty, "all go on");
    }

    private static async Task<HttpStatusCode?> StatusAsync(string port, string page)
    {
        try
        {
            using var response = await Http.GetAsync(Address(port, page));
            return response.StatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private static async Task<string> PageAsync(string port, string page)
    {
        using var response = await Http.GetAsync(Address(port, page));
        return await response.Content.ReadAsStringAsync();
    }

    private static Uri Address(string port, string page) => new($"http://127.0.0.1:{port}/{page}");
}
