using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Ws.Backfill;
using Torghut.Ws.Publishing;
using Torghut.Ws.Resume;
using Torghut.Ws.Tests.Support;
using Torghut.Ws.Universe;

namespace Torghut.Ws.Tests.Resume;

/// <summary>Until when what the socket brought is in the topic, by the ends of its partitions.</summary>
public sealed class ReceivedBeforeTests
{
    private static readonly int[] Partitions = [0, 1, 2];

    private readonly ManualTime _time = new();

    [Test]
    public void Until_NothingPublished_IsNotKnown() => Assert.That(Until([], []), Is.Null);

    [Test]
    public void Until_EveryPartitionBusy_IsTheOldestOfTheLast() =>
        Assert.That(Until([Trade(0, -5), Trade(0, -3), Trade(1, -8), Trade(2, -4)], []), Is.EqualTo(_time.GetUtcNow().AddSeconds(-8)));

    [Test]
    public void Until_PartitionSilent_IsTheLastReceiptLessTheTimeARecordIsTried() =>
        Assert.That(Until([Trade(0, -3), Trade(1, -600)], []), Is.EqualTo(_time.GetUtcNow().AddSeconds(-63)));

    [Test]
    public void Until_TradesOfHistoryAndRecordings_DoNotCount() => Assert.That(
        Until([Trade(0, -9), Trade(1, -9), Trade(2, -9), Trade(0, -1, Sources.Rest), Trade(1, -1, Sources.Replay)], []),
        Is.EqualTo(_time.GetUtcNow().AddSeconds(-9)));

    [Test]
    public void Until_ClockSteppedBack_IsNow() => Assert.That(Until([Trade(0, 30), Trade(1, 30), Trade(2, 30)], []), Is.EqualTo(_time.GetUtcNow()));

    [TestCase(false, "starting")]
    [TestCase(false, "gap_backfilled", "disconnected")]
    [TestCase(false, "gap_backfilled", "alpaca_406", null)]
    [TestCase(true, "starting", "gap_backfilled", null)]
    [TestCase(true, "starting", "backfill_failed", "not_ready", "trade_updates_disconnected", "stopping")]
    public void Until_EarlierGapThatNobodySaysWasFilled_IsNotKnown(bool isKnown, params string?[] reasons)
    {
        var statuses = reasons.Select((reason, index) => new ForwarderStatus(Head("torghut-ws", index, 0, Sources.WebSocket), "x", reason, null, 0, null));
        Assert.That(Until([Trade(0, -3), Trade(1, -3), Trade(2, -3)], [.. statuses]), isKnown ? Is.Not.Null : Is.Null);
    }

    private DateTimeOffset? Until(IReadOnlyList<OwnRecord<Trade>> trades, IReadOnlyList<ForwarderStatus> statuses) =>
        new ReceivedBefore(new PublishingOptions(), new BackfillOptions(), new UniverseOptions(), _time).Until(Partitions, trades, statuses);

    private OwnRecord<Trade> Trade(int partition, int seconds, string source = Sources.WebSocket) =>
        new(partition, new Trade(Head("AAPL", 1, seconds, source), 1, 10, 1, "V", [], "C"));

    private Envelope Head(string symbol, long seq, int seconds, string source)
    {
        var at = Nanos.Of(_time.GetUtcNow().AddSeconds(seconds));
        return new Envelope(at, at, "iex", Channels.Trades, symbol, seq, true, source, null);
    }
}
