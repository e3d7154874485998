using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using Torghut.Pipeline.Tests.Support;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests.Upgrade;

/// <summary>
/// This version starts on the data folder of the one before: it goes on where that one was, what was stored stays as it was, nothing is lost or doubled on the
/// way, and the settings of then are still known.
/// </summary>
public sealed partial class UpgradeTests : DataFolderFixture
{
    private const string Savepoint = "kept";
    private const int MoreBars = 20;
    private const int Interrupt = 2;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);
    private static readonly string[] Derived = ["torghut.ta.bars.1s.v1", "torghut.ta.signals.v1"];

    /// <summary>Rows and records have no age here: what was kept must not end by its retention while the test looks at it.</summary>
    private Dictionary<string, string> Settings => new()
    {
        ["TA_SAVEPOINT_DIR"] = new Uri(Path.Combine(DataFolder, "savepoints")).ToString(),
        ["TA_CLICKHOUSE_TTL_DAYS_MICROBARS"] = "0",
        ["TA_CLICKHOUSE_TTL_DAYS_SIGNALS"] = "0",
    };

    [Test]
    [Category("Long")]
    public async Task Folder_OfTheVersionBefore_GoesOnWithNothingLostOrDoubled()
    {
        await KeptFolder.UnpackAsync(DataFolder);
        var kept = KeptFolder.Facts;
        IReadOnlyDictionary<TopicPartition, long> offsets;
        await using (var sandbox = await StartPartsAsync())
        {
            using var storage = new Storage(Keys);
            Assert.That(await storage.ReadAsync(), Is.EqualTo(kept), "what was kept can be read");
            offsets = storage.Offsets();
            Assert.That(offsets.Values, Has.Some.Positive);
        }

        await GoOnAsync(kept.Where(fact => fact.Name.StartsWith("ta_microbars ", StringComparison.Ordinal)).Sum(Count));
        await using (var sandbox = await StartPartsAsync())
        {
            using var storage = new Storage(Keys);
            Assert.That(await storage.ReadAsync(kept), Is.EqualTo(kept), "what was kept is as it was");
            foreach (var (partition, offset) in storage.Offsets())
            {
                Assert.That(offset, Is.GreaterThanOrEqualTo(offsets[partition]), $"{partition} goes on");
            }

            var before = new Dictionary<string, IReadOnlyList<string>>();
            foreach (var topic in Derived)
            {
                before[topic] = await storage.RecordsAsync(topic);
            }

            foreach (var (topic, records) in before)
            {
                Assert.That(records, Is.Unique, $"nothing of {topic} is doubled");
                Assert.That(records, Has.Count.GreaterThan(kept.Where(fact => fact.Name.StartsWith(topic + "/", StringComparison.Ordinal)).Sum(Count)));
            }

            await RecomputeAsync();
            foreach (var (topic, records) in before)
            {
                var after = await storage.RecordsAsync(topic);
                Assert.That(after, Has.Count.GreaterThan(records.Count), $"{topic}: the savepoint was gone on from");
                Assert.That(after.Except(records), Is.Empty, $"{topic}: from the savepoint of then, over the change of versions, to the same records");
            }

            await SucceedsAsync("torghut-trading", ["audit", "verify"]);
        }
    }

    [TestCase("torghut-ws")]
    [TestCase("torghut-ta")]
    [TestCase("torghut-trading")]
    [TestCase("torghut-ops")]
    public async Task Keys_OfTheVersionBefore_AreStillKnown(string service)
    {
        var help = await OutputAsync(service, new Dictionary<string, string>(), "--help");
        var words = help.Split([' ', ',', '\n', '`', '(', ')', ':', ';', '.'], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        foreach (var former in KeptFolder.Keys(service).Where(key => !words.Contains(key)))
        {
            // A key with another name by now is still read: a value that it cannot have is named under it.
            Assert.That(await OutputAsync(service, new Dictionary<string, string> { [former] = "not a value" }), Does.Contain(former));
        }
    }

    [Test]
    [Explicit("Prints facts.txt from the running sandbox whose keys TORGHUT_KEPT_KEYS names; README.md in Kept says when.")]
    public async Task Facts_OfARunningSandbox_ArePrinted()
    {
        using var storage = new Storage(SandboxProgram.ReadKeys(Environment.GetEnvironmentVariable("TORGHUT_KEPT_KEYS")!));
        foreach (var fact in await storage.ReadAsync())
        {
            TestContext.Out.WriteLine(fact);
        }
    }

    private string Run => Path.Combine(DataFolder, "run");

    private string KeysFile => Path.Combine(DataFolder, "env");

    private IReadOnlyDictionary<string, string> Keys => SandboxProgram.ReadKeys(KeysFile);

    private static long Count(StoredFact fact) => long.Parse(fact.Value.Split(' ')[0], CultureInfo.InvariantCulture);

    private async Task<ServiceProcess> StartPartsAsync()
    {
        var sandbox = SandboxProgram.Start(DataFolder, ["sandbox", "--data", Run, "--symbols", "AAPL,MSFT", "--env-file", KeysFile]);
        await Eventually.HoldsAsync(() => sandbox.HasExited || sandbox.Output.Contains("Ctrl-C stops everything", StringComparison.Ordinal), "the parts are up",
            Timeout);
        Assert.That(sandbox.HasExited, Is.False, sandbox.Output);
        return sandbox;
    }

    /// <summary>The whole pipeline runs until it has stored some more bars and orders may leave.</summary>
    private async Task GoOnAsync(long storedBefore)
    {
        await using var up = SandboxProgram.Start(DataFolder, Settings, "up", "--symbols", "AAPL,MSFT", "--data", Run, "--env-file", KeysFile);
        await Eventually.HoldsAsync(() => up.HasExited || up.Output.Contains("The stack is up", StringComparison.Ordinal), "the pipeline is up", Timeout);
        using var http = new HttpClient();
        await Eventually.HoldsAsync(
            async () => up.HasExited || (Stored(up.Output) >= storedBefore + MoreBars && await MayOrdersLeaveAsync(http)), "it goes on", Timeout);
        Assert.That(up.HasExited, Is.False, up.Output);
        up.SendSignal(Interrupt);
        Assert.That(await up.WaitForExitAsync(Timeout), Is.Zero, up.Output);
    }

    private static long Stored(string output) =>
        StoredBars().Matches(output) is { Count: > 0 } found ? long.Parse(found[^1].Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    private async Task<bool> MayOrdersLeaveAsync(HttpClient http)
    {
        using var status = JsonDocument.Parse(await http.GetStringAsync(new Uri(new Uri(Keys["TORGHUT_TRADING_URL"]), "/trading/status")));
        return status.RootElement.GetProperty("gates").GetProperty("orders_may_leave").GetBoolean();
    }

    [GeneratedRegex(@" stored (\d+)/")]
    private static partial Regex StoredBars();

    /// <summary>Another group goes on from the savepoint to the end of the log. No log is ever called idle, so that nothing leaves early.</summary>
    private async Task RecomputeAsync()
    {
        var environment = new Dictionary<string, string>(Keys)
        {
            ["TA_GROUP_ID"] = "torghut-ta-again",
            ["TA_WATERMARK_IDLE_TIMEOUT_MS"] = "3600000",
            ["TA_CLICKHOUSE_URL"] = "",
        };
        Assert.That(await SucceedsAsync("torghut-ta", ["savepoint", "restore", Savepoint], environment), Does.Contain("goes on from kept"));
        await using var again = ServiceProcess.Start("torghut-ta", Merged(environment));
        using var storage = new Storage(Keys);
        await Eventually.HoldsAsync(() => !again.HasExited && storage.IsThrough("torghut-ta-again"), "it is through", Timeout);
        Assert.That(await again.StopAsync(), Is.Zero, again.Output);
    }

    private static async Task<string> OutputAsync(string service, Dictionary<string, string> environment, params string[] arguments)
    {
        await using var process = ServiceProcess.Start(service, environment, arguments);
        await process.WaitForExitAsync();
        return process.Output;
    }

    private async Task<string> SucceedsAsync(string service, string[] arguments, Dictionary<string, string>? environment = null)
    {
        await using var process = ServiceProcess.Start(service, Merged(environment ?? new Dictionary<string, string>(Keys)), arguments);
        Assert.That(await process.WaitForExitAsync(Timeout), Is.Zero, process.Output);
        return process.Output;
    }

    private Dictionary<string, string> Merged(Dictionary<string, string> environment) =>
        new(environment.Concat(Settings.Where(pair => !environment.ContainsKey(pair.Key))));
}
