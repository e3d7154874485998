using Torghut.Contracts;
using Torghut.Ops.Audit;
using Torghut.Ops.GitOps;
using Torghut.Ops.Replay;

namespace Torghut.Ops.Tests.Replay;

public sealed class ReplayPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 13, 12, 0, 0, TimeSpan.Zero);
    private static readonly TradingPosture Paused = new(false, false, "paper");

    private static ReplayPlan Good => new(
        "x", new TaManifest("torghut-ta-live", "latest", "running", 4), [new(Topics.Trades, 0, 0, 100, Now.AddDays(-3), TimeSpan.FromDays(7))],
        new Dictionary<string, TimeToLive> { ["ta_signals"] = Kept("TTL event_ts + toIntervalDay(14)"), ["ta_microbars"] = Kept("") },
        Paused, false, Now, (Now.AddDays(-3), Now));

    private static IEnumerable<TestCaseData> Plans()
    {
        yield return new TestCaseData(Good, "").SetName("Gates_Good_None");
        yield return new TestCaseData(Good with { GroupUsed = true }, "group").SetName("Gates_GroupUsed");
        yield return new TestCaseData(Good with { Current = Good.Current with { Group = "torghut-ta-replay-x" } }, "group").SetName("Gates_GroupInUse");
        yield return new TestCaseData(Good with { Trading = TradingPosture.Unknown }, "trading").SetName("Gates_TradingUnknown");
        yield return new TestCaseData(Good with { Trading = new(true, false, "paper") }, "trading").SetName("Gates_TradingOnPaper");
        yield return new TestCaseData(Good with { Window = null }, "window").SetName("Gates_NoRows");
        yield return new TestCaseData(Good with { Inputs = [] }, "window").SetName("Gates_NoInputs");
        yield return new TestCaseData(With(start: 5, oldest: Now.AddDays(-2), days: 7), "retention").SetName("Gates_RecordsAreGone");
        yield return new TestCaseData(With(start: 5, oldest: Now.AddDays(-4), days: 7), "").SetName("Gates_OlderRecordsAreGone");
        yield return new TestCaseData(With(start: 0, oldest: Now.AddDays(-3), days: 3), "retention").SetName("Gates_RecordsAboutToGo");
        yield return new TestCaseData(With(start: 5, oldest: null, days: 2), "retention").SetName("Gates_LogEmptied");
        yield return new TestCaseData(With(start: 5, oldest: null, days: 7), "").SetName("Gates_QuietLog");
        yield return new TestCaseData(Good with { Window = (Now.AddDays(-15), Now) }, "ttl").SetName("Gates_RowsExpire");
        yield return new TestCaseData(WithTtl("TTL event_ts + toIntervalHour(12)"), "ttl").SetName("Gates_RowsExpireByHours");
        yield return new TestCaseData(WithTtl("TTL toDateTime(event_ts) + toIntervalMonth(1)"), "").SetName("Gates_RowsStayAMonth");
        yield return new TestCaseData(WithTtl("TTL event_ts + intDiv(seq, 2)"), "ttl").SetName("Gates_TtlThatCannotBeRead");
        yield return new TestCaseData(Good with { State = new Gate("state", "it rewinds not") }, "state").SetName("Gates_Flink");
    }

    [TestCaseSource(nameof(Plans))]
    public void Gates_OfAPlan_AreNamed(object plan, string gates) => Assert.That(
        string.Join(' ', ((ReplayPlan)plan).Gates(new ReplayArguments("x", ReplayMode.Apply)).Select(gate => gate.Name)), Is.EqualTo(gates));

    [Test]
    public void Gates_PaperAccepted_ExceptWhereTopicsAreDeleted()
    {
        var plan = Good with { Trading = new(true, false, "paper") };
        var accepted = new ReplayArguments("x", ReplayMode.Apply) { AcceptPaper = true };
        Assert.That(plan.Gates(accepted), Is.Empty);
        Assert.That(plan.Gates(accepted with { Mode = ReplayMode.ApplyDestructive }).Single().Name, Is.EqualTo("trading"));
        Assert.That((plan with { Trading = new(true, true, "paper") }).Gates(accepted).Single().Name, Is.EqualTo("trading"));
    }

    [Test]
    public void Manifest_OfFlink_IsRefused()
    {
        const string Flink = "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nspec:\n  job:\n    state: running\n";
        Assert.That(Assert.Throws<GitOpsException>(() => TaManifest.Read(Flink))!.Gate, Is.EqualTo("state"));
    }

    [TestCase("--replay-id a", ReplayMode.Plan)]
    [TestCase("--replay-id a --mode apply-destructive --ticket INC-1", ReplayMode.ApplyDestructive)]
    [TestCase("--replay-id a --from 2026-02-01 --to 2026-02-02T00:00:00Z --json", ReplayMode.Plan)]
    public void Parse_RightWords_AreRead(string words, object mode) => Assert.That(ReplayArguments.Parse(words.Split(' '))!.Mode, Is.EqualTo(mode));

    [TestCase("")]
    [TestCase("--mode plan")]
    [TestCase("--replay-id a/b")]
    [TestCase("--replay-id a --mode destroy")]
    [TestCase("--replay-id a --mode")]
    [TestCase("--replay-id a --from yesterday")]
    [TestCase("--replay-id a --from 2026-02-02 --to 2026-02-01")]
    public void Parse_WrongWords_AreNone(string words) => Assert.That(ReplayArguments.Parse(words.Split(' ', StringSplitOptions.RemoveEmptyEntries)), Is.Null);

    private static TimeToLive Kept(string clause) => TimeToLive.Of($"CREATE TABLE a (`event_ts` DateTime64(3)) ENGINE = MergeTree ORDER BY event_ts {clause}");

    private static ReplayPlan WithTtl(string clause) => Good with { TimesToLive = new Dictionary<string, TimeToLive> { ["ta_signals"] = Kept(clause) } };

    private static ReplayPlan With(long start, DateTimeOffset? oldest, int days) =>
        Good with { Inputs = [new(Topics.Trades, 0, start, 100, oldest, TimeSpan.FromDays(days))] };
}
