using Microsoft.Extensions.Time.Testing;
using Torghut.ClickHouse;
using Torghut.Ops.Audit;
using Torghut.Ops.Replicas;

namespace Torghut.Ops.Tests.Replicas;

/// <summary>Replicas that take no writes. A single server has no Keeper, so each statement is proven on a scripted one.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReplicaRestoreTests : IDisposable
{
    private static readonly ReplicaArguments Confirmed = new(true, null, "ch-0", "keeper lost", ReplicaRestore.Confirmation);

    private readonly string _folder = Directory.CreateTempSubdirectory("torghut-replica-").FullName;
    private readonly ScriptedReplicas _server = new();
    private readonly List<string> _said = [];

    private string AuditFile => Path.Combine(_folder, "audit.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Plan_LostInKeeper_PrintsStatementsAndTheWayBackAndChangesNothing()
    {
        _server.Tables["ta_signals"] = "lost";
        _server.Tables["ta_microbars"] = "session";
        _server.Tables["other"] = "well";
        await Restore().PlanAsync(null, CancellationToken.None);
        Assert.That(_server.Ran, Is.Empty);
        Assert.That(File.Exists(AuditFile), Is.False);
        Assert.That(_said, Is.EqualTo(new[]
        {
            "server ch-0: 3 replicated tables, 2 of them to be restored",
            "table torghut.ta_microbars takes no writes; 100 rows in 3 parts on this server's disk. Keeper knows it: its session is lost.",
            "  would run SYSTEM RESTART REPLICA `torghut`.`ta_microbars`",
            "  would run SYSTEM SYNC REPLICA `torghut`.`ta_microbars`",
            "table torghut.ta_signals takes no writes; 100 rows in 3 parts on this server's disk. Keeper knows nothing of it: it is made anew from its parts.",
            "  would run SYSTEM RESTART REPLICA `torghut`.`ta_signals`",
            "  would run SYSTEM RESTORE REPLICA `torghut`.`ta_signals`",
            "  would run SYSTEM SYNC REPLICA `torghut`.`ta_signals`",
            "  to undo   DETACH TABLE `torghut`.`ta_signals`",
            "  to undo   SYSTEM DROP REPLICA 'r1' FROM ZKPATH '/ch/ta_signals'",
            "  to undo   ATTACH TABLE `torghut`.`ta_signals`",
        }));
    }

    [Test]
    public async Task Apply_EveryTable_TakesWritesAgainAndEachStatementIsAudited()
    {
        _server.Tables["ta_signals"] = "lost";
        _server.Tables["ta_microbars"] = "session";
        var restore = Restore();
        var plan = await restore.PlanAsync(null, CancellationToken.None);
        Assert.That(restore.Gate(plan, Confirmed), Is.Null);
        Assert.That(await restore.ApplyAsync(plan, "keeper lost", CancellationToken.None), Is.True);
        Assert.Multiple(() =>
        {
            Assert.That(_server.Tables.Values, Is.All.EqualTo("well"));
            Assert.That(_server.Ran, Is.EqualTo(plan.Steps.SelectMany(step => step.Statements)));
            Assert.That(Phases().Count(phase => phase == AuditPhase.Intended), Is.EqualTo(7), "five statements, and two tables around them");
            Assert.That(Phases().Count(phase => phase == AuditPhase.Done), Is.EqualTo(7));
            Assert.That(Open().Unknown(ReplicaRestore.Action), Is.Empty);
            Assert.That(_said[^1], Does.StartWith("restored  torghut.ta_signals: takes writes, 100 rows in 2 parts"));
        });
    }

    [Test]
    public async Task Apply_OneTable_LeavesTheOthers()
    {
        _server.Tables["ta_signals"] = "lost";
        _server.Tables["ta_microbars"] = "lost";
        var restore = Restore();
        var plan = await restore.PlanAsync("torghut.ta_signals", CancellationToken.None);
        await restore.ApplyAsync(plan, "r", CancellationToken.None);
        Assert.That((_server.Tables["ta_signals"], _server.Tables["ta_microbars"]), Is.EqualTo(("well", "lost")));
    }

    [Test]
    public async Task Apply_RowsAreMissingAfterwards_IsNotDone()
    {
        _server.Tables["ta_signals"] = "lost";
        _server.RowsAfter = 99;
        Assert.That(await Restore().ApplyAsync(await Restore().PlanAsync(null, CancellationToken.None), "r", CancellationToken.None), Is.False);
        Assert.That(_said[^1], Does.StartWith("NOT whole"));
    }

    [Test]
    public async Task Apply_ServerOnlySaysThatItDid_IsNotDone()
    {
        _server.Tables["ta_signals"] = "lost";
        _server.IsIdle = true;
        Assert.That(await Restore().ApplyAsync(await Restore().PlanAsync(null, CancellationToken.None), "r", CancellationToken.None), Is.False);
        Assert.That(_said[^1], Does.Contain("still takes no writes"));
    }

    [Test]
    public async Task Apply_StatementFails_StopsThereAndTheAuditSaysSo()
    {
        _server.Tables["a"] = "lost";
        _server.Tables["b"] = "lost";
        _server.Fails = "SYSTEM RESTORE";
        var plan = await Restore().PlanAsync(null, CancellationToken.None);
        await Assert.ThrowsAsync<ClickHouseServerException>(() => Restore().ApplyAsync(plan, "r", CancellationToken.None));
        Assert.That(_server.Ran, Is.EqualTo(new[] { "SYSTEM RESTART REPLICA `torghut`.`a`" }));
        Assert.That(Phases(), Is.EqualTo(new[]
        {
            AuditPhase.Intended, AuditPhase.Intended, AuditPhase.Done, AuditPhase.Intended, AuditPhase.Failed,
        }));
    }

    /// <summary>A statement without an answer was called failed, though the server went on with it.</summary>
    [Test]
    public async Task Apply_AnswerIsLost_IsNotCalledFailedAndTheNextRunLooks()
    {
        _server.Tables["a"] = "session";
        _server.Loses = "SYSTEM RESTART";
        var plan = await Restore().PlanAsync(null, CancellationToken.None);
        var lost = await Assert.ThrowsAsync<ReplicaException>(() => Restore().ApplyAsync(plan, "r", CancellationToken.None));
        Assert.That(lost!.Message, Does.Contain("is not known"));
        Assert.That(Phases(), Has.None.EqualTo(AuditPhase.Failed));
        Assert.That(await Restore().ApplyAsync(await Restore().PlanAsync(null, CancellationToken.None), "r", CancellationToken.None), Is.True);
        Assert.That(_said[^1], Does.StartWith("restored  torghut.a"));
        Assert.That(Open().Unknown(ReplicaRestore.Action), Is.Empty);
    }

    [Test]
    public async Task Apply_AnswerIsLostAndSoAreRows_TheNextRunSaysSo()
    {
        _server.Tables["a"] = "session";
        _server.Loses = "SYSTEM RESTART";
        var plan = await Restore().PlanAsync(null, CancellationToken.None);
        await Assert.ThrowsAsync<ReplicaException>(() => Restore().ApplyAsync(plan, "r", CancellationToken.None));
        _server.RowsAfter = 99;
        Assert.That(await Restore().ApplyAsync(await Restore().PlanAsync(null, CancellationToken.None), "r", CancellationToken.None), Is.False);
        Assert.That(_said[^1], Does.StartWith("NOT whole").And.Contain("it had 100"));
    }

    /// <summary>What the first run left of a table was taken for all that it had had.</summary>
    [Test]
    public async Task Apply_AgainAfterAFailure_ComparesWithWhatTheTableHadAtFirst()
    {
        _server.Tables["a"] = "lost";
        _server.Fails = "SYSTEM RESTORE";
        var plan = await Restore().PlanAsync(null, CancellationToken.None);
        await Assert.ThrowsAsync<ClickHouseServerException>(() => Restore().ApplyAsync(plan, "r", CancellationToken.None));
        (_server.Fails, _server.Rows, _server.RowsAfter) = (null, 60, 60);
        Assert.That(await Restore().ApplyAsync(await Restore().PlanAsync(null, CancellationToken.None), "r", CancellationToken.None), Is.False);
        Assert.That(_said[^1], Does.StartWith("NOT whole").And.Contain("60 rows").And.Contain("it had 100"));
    }

    [Test]
    public void Intent_OfAnyName_IsReadBack()
    {
        var intent = new ReplicaIntent("ch-0", new ReplicaTable("a`b", "c\\d", "", "", "", 0, 12));
        Assert.That(ReplicaIntent.Parse(intent.ToString()), Is.EqualTo(intent));
        Assert.That(ReplicaIntent.Parse("ch-0: SYSTEM SYNC REPLICA `a`.`b`"), Is.Null);
    }

    /// <summary>A service's address may lead to another server with every connection.</summary>
    [Test]
    public async Task Apply_AddressLeadsElsewhereMeanwhile_RunsNothingThere()
    {
        _server.Tables["a"] = "lost";
        var plan = await Restore().PlanAsync(null, CancellationToken.None);
        _server.Host = "ch-1";
        await Assert.ThrowsAsync<ReplicaException>(() => Restore().ApplyAsync(plan, "r", CancellationToken.None));
        Assert.That(_server.Ran, Is.Empty);
    }

    [Test]
    public async Task Gate_EachThatDoesNotHold_IsNamed()
    {
        _server.Tables["a"] = "lost";
        var plan = await Restore().PlanAsync(null, CancellationToken.None);
        _server.IsKeeperSilent = true;
        var blind = await Restore().PlanAsync(null, CancellationToken.None);
        var unkept = new ReplicaRestore(_server, new AuditTrail(new AuditOptions(), "me", TimeProvider.System), _said.Add);
        Assert.Multiple(() =>
        {
            Assert.That(Words(Restore().Gate(plan, Confirmed with { Confirmation = "YES" })), Does.StartWith("confirmation:"));
            Assert.That(Words(Restore().Gate(plan, Confirmed with { Reason = " " })), Does.StartWith("reason:"));
            Assert.That(Words(Restore().Gate(plan, Confirmed with { Reason = "a\nb" })), Does.StartWith("reason:"));
            Assert.That(Words(Restore().Gate(plan, Confirmed with { Host = "" })), Does.StartWith("host:").And.Contain("ch-0"));
            Assert.That(Words(Restore().Gate(plan, Confirmed with { Host = "ch-1" })), Does.StartWith("host:"));
            Assert.That(Words(Restore().Gate(blind, Confirmed)), Does.StartWith("keeper:").And.Contain("torghut.a"));
            Assert.That(Words(unkept.Gate(plan, Confirmed)), Does.StartWith("audit:"));
            Assert.That(blind.Steps.Single().Statements, Is.Empty);
        });
    }

    [TestCase("restore-replica", true)]
    [TestCase("restore-replica --table a.b --apply --host h --reason r --confirm c", true)]
    [TestCase("", false)]
    [TestCase("drop-replica", false)]
    [TestCase("restore-replica --table", false)]
    [TestCase("restore-replica --force x", false)]
    public void Arguments_AreKnownOrRefused(string words, bool known) =>
        Assert.That(ReplicaArguments.Parse(words.Split(' ', StringSplitOptions.RemoveEmptyEntries)) is not null, Is.EqualTo(known));

    [Test]
    public void Names_OfATable_AreQuoted()
    {
        var table = new ReplicaTable("a`b", "c\\d", "/p'", "r", "", 0, 0);
        Assert.That(table.Name, Is.EqualTo("`a\\`b`.`c\\\\d`"));
        Assert.That(new ReplicaStep(table, false).Rollback[1], Is.EqualTo("SYSTEM DROP REPLICA 'r' FROM ZKPATH '/p\\''"));
    }

    private ReplicaRestore Restore() => new(_server, Open(), _said.Add);

    private AuditTrail Open() => new(new AuditOptions { File = AuditFile }, "me", new FakeTimeProvider());

    private static string Words(Gate? gate) => $"{gate}";

    private IEnumerable<AuditPhase> Phases() => File.ReadLines(AuditFile).Select(line => AuditEntry.Parse(line)!.Phase);
}
