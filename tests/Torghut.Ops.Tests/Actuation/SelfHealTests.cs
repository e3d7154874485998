using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Torghut.Common.Drills;
using Torghut.Ops.Actuation;
using Torghut.Ops.Audit;
using Torghut.Ops.Cluster;
using Torghut.Ops.Drills;
using Torghut.Ops.GitOps;
using Torghut.Ops.Tests.Cluster;

namespace Torghut.Ops.Tests.Actuation;

/// <summary>Pauses of self-heal, while others have their hands on the same application.</summary>
public sealed class SelfHealTests
{
    private const string Application = "torghut-ws";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 2, 12, 15, 0, 0, TimeSpan.Zero));
    private readonly List<string> _said = [];
    private string _folder = "";
    private ScriptedCluster _server = null!;
    private ClusterClient _client = null!;

    private string AuditFile => Path.Combine(_folder, "audit.jsonl");

    private AuditOptions Audit => new() { File = AuditFile };

    private LiveObjects Live => new(_client, _time);

    [SetUp]
    public async Task StartAsync()
    {
        _said.Clear();
        _folder = Directory.CreateTempSubdirectory("torghut-ops-self-heal-").FullName;
        _server = await ScriptedCluster.StartAsync();
        _client = new ClusterClient(_server.Options, _time);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>It said "holds until" a time that stood nowhere on the object, which was put back long before.</summary>
    [Test]
    public async Task Emergency_WithinAPauseThatIsOverSooner_IsRefused()
    {
        Pause(TimeSpan.FromMinutes(5));
        var refused = (await Assert.ThrowsAsync<GitOpsException>(() => RunAsync(TimeSpan.FromMinutes(30))))!;
        Assert.That(refused.Gate, Is.EqualTo("self-heal"));
        Assert.That(refused.Message, Does.Contain("paused by ann already, until 2026-02-12T15:05:00Z"));
        Assert.That(Phases(), Is.EqualTo(new[] { AuditPhase.Intended, AuditPhase.Failed }));
        Assert.That((await ReadAsync()).PausedBy, Is.EqualTo("ann"), "the pause of before stays");
        await Assert.ThrowsAsync<GitOpsException>(
            () => Open().PlanAsync(Procedures.Find("restart-ws")!, TimeSpan.FromMinutes(30), CancellationToken.None));
    }

    [Test]
    public async Task Emergency_WithinALongerPause_SaysUntilWhenThatIs()
    {
        Pause(TimeSpan.FromMinutes(45));
        Assert.That(await RunAsync(TimeSpan.FromMinutes(30)), Is.True);
        Assert.That(_said[^1], Does.Contain("holds; self-heal of torghut-ws is paused by ann until 2026-02-12T15:45:00Z."));
    }

    [Test]
    public async Task Emergency_SelfHealOffWithoutAMark_NamesNoTime()
    {
        _server.Put("applications", Application, """{"spec":{"syncPolicy":{"automated":{"selfHeal":false}}}}""");
        Assert.That(await RunAsync(TimeSpan.FromMinutes(30)), Is.True);
        Assert.That(string.Join('\n', _said), Does.Contain("off without a pause").And.Not.Contain("until 2026"));
    }

    /// <summary>Between the look and the patch somebody paused it anew, and that pause was ended with the one that was over.</summary>
    [Test]
    public async Task Expiry_NewerPauseMeanwhile_IsNotEnded()
    {
        Pause(TimeSpan.FromMinutes(-1));
        _server.BeforePatch = _ => Pause(TimeSpan.FromMinutes(30), "bob");
        await Expiry().LookAsync(CancellationToken.None);
        var now = await ReadAsync();
        Assert.That((now.IsOn, now.PausedBy), Is.EqualTo((false, "bob")));
    }

    [Test]
    public async Task Expiry_PersonWasFirst_IsDone()
    {
        Pause(TimeSpan.FromMinutes(-1));
        _server.BeforePatch = _ => _server.Put("applications", Application, """{"spec":{"syncPolicy":{"automated":{"selfHeal":true}}}}""");
        await Expiry().LookAsync(CancellationToken.None);
        Assert.That(Phases(), Is.EqualTo(new[] { AuditPhase.Intended, AuditPhase.Done }));
    }

    [Test]
    public async Task Restore_NewerPauseMeanwhile_IsNotEnded()
    {
        Pause(TimeSpan.FromMinutes(5));
        _server.BeforePatch = _ => Pause(TimeSpan.FromMinutes(30), "bob");
        await Assert.ThrowsAsync<ActuationException>(() => Open().RestoreAsync(Application, "r", CancellationToken.None));
        Assert.That((await ReadAsync()).PausedBy, Is.EqualTo("bob"));
    }

    /// <summary>A service without the right to patch wrote two lines every half minute for ever.</summary>
    [Test]
    public async Task Expiry_RefusedAgainAndAgain_IsAuditedOnce()
    {
        Pause(TimeSpan.FromMinutes(-1));
        _server.Unpatchable = "applications";
        var expiry = Expiry();
        await expiry.LookAsync(CancellationToken.None);
        await expiry.LookAsync(CancellationToken.None);
        await expiry.LookAsync(CancellationToken.None);
        Assert.That(Phases(), Is.EqualTo(new[] { AuditPhase.Intended, AuditPhase.Failed }));
        _server.Unpatchable = null;
        await expiry.LookAsync(CancellationToken.None);
        Assert.That(Phases(), Is.EqualTo(new[] { AuditPhase.Intended, AuditPhase.Failed, AuditPhase.Done }));
        Assert.That((await ReadAsync()).IsOn);
    }

    /// <summary>A command that resolves what is open took the service's end for lost while it was made.</summary>
    [Test]
    public async Task Expiry_UnderWay_IsNotUnknownToOthers()
    {
        Pause(TimeSpan.FromMinutes(-1));
        IReadOnlyList<AuditEntry>? unknown = null;
        _server.BeforePatch = _ => unknown = new AuditTrail(Audit, "test", TimeProvider.System).Unknown(Emergency.Action);
        await Expiry().LookAsync(CancellationToken.None);
        Assert.That(unknown, Is.Not.Null.And.Empty);
    }

    private void Pause(TimeSpan rest, string owner = "ann")
    {
        var annotations = new JsonObject
        {
            [SelfHealMarks.Owner] = owner,
            [SelfHealMarks.Expiry] = EmergencyIntent.Text(_time.GetUtcNow() + rest),
            [SelfHealMarks.Reason] = "r",
        };
        var policy = new JsonObject { ["automated"] = new JsonObject { ["selfHeal"] = false } };
        _server.Put("applications", Application, new JsonObject
        {
            ["metadata"] = new JsonObject { ["annotations"] = annotations },
            ["spec"] = new JsonObject { ["syncPolicy"] = policy },
        }.ToJsonString());
    }

    private Emergency Open() => new(
        Live, _server.Options, new AuditTrail(Audit, "me", _time),
        new Failpoints(new DrillOptions<FailpointNames>(), _time, FailpointNames.Failure), _time, TimeSpan.Zero, _said.Add);

    private Task<bool> RunAsync(TimeSpan pause) => Open().RunAsync("restart-ws", "me", "r", pause, CancellationToken.None);

    private SelfHealExpiry Expiry() => new(_client, Live, _server.Options, Audit, _time, NullLogger<SelfHealExpiry>.Instance);

    private Task<SelfHealState> ReadAsync() => new SelfHeal(Live, _server.Options, Application).ReadAsync(CancellationToken.None);

    private IEnumerable<AuditPhase> Phases() => File.ReadLines(AuditFile).Select(line => AuditEntry.Parse(line)!.Phase);
}
