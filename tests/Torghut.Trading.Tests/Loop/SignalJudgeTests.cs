using Torghut.Trading.Execution;
using Torghut.Trading.Loop;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;
using Torghut.Trading.Tests.Submission;

namespace Torghut.Trading.Tests.Loop;

/// <summary>What decisions are made on: late rows lie behind the cursor by their nature, rows before it among the others are disorder.</summary>
public sealed class SignalJudgeTests
{
    private static readonly DateTimeOffset Noon = SubmissionRig.Noon;

    private SubmissionRig _rig = null!;

    [SetUp]
    public void Create() => _rig = new SubmissionRig();

    [TearDown]
    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Test]
    public void Judge_LateRows_ComeFirstAndAreNoDisorder() =>
        Assert.That(Judge(late: [Row(-5), Row(-2)], forward: [Row(1), Row(2)])?.Select(row => row.Seq), Is.EqualTo(new[] { -5, -2, 1, 2 }));

    [Test]
    public void Judge_RowBeforeTheCursor_HoldsIt() => Assert.That(Judge(late: [], forward: [Row(-1), Row(1)]), Is.Null);

    [Test]
    public void Judge_LateRowsAmongThemselves_KeepTheirOrder() => Assert.That(Judge(late: [Row(-2), Row(-5)], forward: []), Is.Null);

    [Test]
    public void Judge_SymbolThatWentQuiet_StopsNoOther()
    {
        var stale = Row(1) with { Symbol = "MSFT", EventTs = Noon.AddSeconds(1) };
        var rows = Judge(late: [], forward: [stale, Row(200)], now: 205);
        Assert.That(rows?.Select(row => row.Symbol), Is.EqualTo(new[] { "AAPL" }));
    }

    private static SignalRow Row(int second) => new("AAPL", Noon.AddSeconds(second), second, Noon, "1Sec", new SignalFeatures());

    private IReadOnlyList<SignalRow>? Judge(SignalRow[] late, SignalRow[] forward, int now = 10)
    {
        var batch = new SignalBatch(new SignalRows(late, []), new SignalRows(forward, []), null, More: false);
        var clock = new MarketClock(Noon.AddSeconds(now), true, Noon.AddDays(1), Noon.AddHours(3));
        return _rig.Get<SignalJudge>().Judge(batch, Row(0).Position, clock);
    }
}
