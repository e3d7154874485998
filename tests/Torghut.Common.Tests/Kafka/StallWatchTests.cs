using Confluent.Kafka;
using Microsoft.Extensions.Time.Testing;
using Torghut.Common.Kafka;

namespace Torghut.Common.Tests.Kafka;

/// <summary>A consumer has stalled when a broker says for long enough that there is more than it was given.</summary>
public sealed class StallWatchTests
{
    private static readonly TopicPartition Log = new("torghut.trades.v1", 1);

    private readonly FakeTimeProvider _time = new();
    private StallWatch _watch = null!;

    [SetUp]
    public void Create() => _watch = new StallWatch(TimeSpan.FromSeconds(15), _time);

    [Test]
    public void IsStalled_PositionStillWhileTheLogGoesOn_AfterItsTimeout()
    {
        Assert.That(Enumerable.Range(0, 20).Select(second => Look(position: 100, end: 101 + second)).ToList().IndexOf(true), Is.EqualTo(15));
    }

    [Test]
    public void IsStalled_PositionMoves_Never()
    {
        Assert.That(Enumerable.Range(0, 60).Select(second => Look(position: second / 10, end: 1_000)), Has.None.True);
    }

    [Test]
    public void IsStalled_AtTheEndOfTheLog_Never()
    {
        Assert.That(Enumerable.Range(0, 60).Select(_ => Look(position: 100, end: 100)), Has.None.True);
    }

    [Test]
    public void IsStalled_NobodyAnswered_TheTimeDoesNotCount()
    {
        Look(position: 100, end: 200);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.That(Look(position: 100, end: 200), Is.False, "an outage is not a stall");
        Assert.That(Enumerable.Range(0, 14).Select(_ => Look(position: 100, end: 200)), Has.None.True, "and its time is not counted afterwards");
    }

    [Test]
    public void IsStalled_TheSameResponseTwice_CountsOnce()
    {
        var end = new EndOffset(200, _time.GetTimestamp() + 1);
        Assert.That(Enumerable.Range(0, 100).Select(_ => _watch.IsStalled(Log, 100, end)), Has.None.True);
    }

    private bool Look(long position, long end)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return _watch.IsStalled(Log, position, new EndOffset(end, _time.GetTimestamp()));
    }
}
