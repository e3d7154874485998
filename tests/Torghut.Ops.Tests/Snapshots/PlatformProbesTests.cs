using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots;
using Torghut.Ops.Snapshots.Probes;

namespace Torghut.Ops.Tests.Snapshots;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PlatformProbesTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    [Test]
    public async Task Processes_OneRunsAndOneIsGone_AsTheMachineSays()
    {
        await File.WriteAllTextAsync(_file,
            $$"""{"written_at":"{{_now:O}}","infrastructure":[{"name":"kafka","pid":{{Environment.ProcessId}},"restarts":2},{"name":"postgres","pid":2147483000}],"services":[]}""");
        var reading = await AskAsync("infrastructure", _file);
        Assert.That(reading.Value!.ToJsonString(), Does.Contain("""{"name":"kafka","pid":""").And.Contain("\"restarts\":2,\"state\":\"running\"")
            .And.Contain("\"restarts\":null,\"state\":\"gone\""));
    }

    [TestCase("", "Malformed")]
    [TestCase("[]", "Malformed")]
    [TestCase("{}", "Malformed")]
    [TestCase("""{"written_at":"2026-02-12T00:00:00Z","infrastructure":[]}""", "Stale")]
    [TestCase("""{"written_at":"never","infrastructure":[]}""", "Malformed")]
    public async Task Processes_ListThatIsNotGood_IsNoAnswer(string content, string outcome)
    {
        await File.WriteAllTextAsync(_file, content);
        Assert.That(() => AskAsync("infrastructure", _file),
            Throws.InstanceOf<ProbeException>().With.Property("Outcome").EqualTo(Enum.Parse<Outcome>(outcome)));
    }

    [Test]
    public void Processes_NoList_IsAbsent() =>
        Assert.That(() => AskAsync("services", _file + ".none"),
            Throws.InstanceOf<ProbeException>().With.Property("Outcome").EqualTo(Outcome.Absent));

    [Test]
    public void Processes_NoFileNamed_IsNotConfigured() => Assert.That(() => AskAsync("services", ""), Throws.InstanceOf<NotConfiguredException>());

    [TestCase("12 (a) b) S 1", "running")]
    [TestCase("12 (x) T 1", "stopped")]
    [TestCase("12 (x) Z 1", "gone")]
    [TestCase("nonsense", "unknown")]
    public void State_OfALine_IsRead(string stat, string expected) => Assert.That(ProcessState.Read(stat), Is.EqualTo(expected));

    public void Dispose() => File.Delete(_file);

    private static Task<Reading> AskAsync(string name, string file) =>
        new PlatformProbes(new TargetOptions { ProcessFile = file }, TimeProvider.System).All().Single(probe => probe.Name == name)
            .AskAsync(CancellationToken.None);
}
