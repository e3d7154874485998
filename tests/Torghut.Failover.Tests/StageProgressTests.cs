namespace Torghut.Failover.Tests;

/// <summary>When a stage is taken to have gone on.</summary>
public sealed class StageProgressTests
{
    private readonly StageProgress _stage = new();

    [Test]
    public void Recovery_RestAfterAFault_EndsWithTheFirstMovementAfterIt()
    {
        Note((1, 1), (2, 2), (3, 3), (14, 4), (15, 5));

        Assert.That(Recovery(fault: 3, from: 10, now: 20), Is.EqualTo(TimeSpan.FromSeconds(4)));
    }

    [Test]
    public void Recovery_MovedOnBeforeTheInstant_IsNone()
    {
        Note((1, 1), (5, 2), (8, 3), (10, 4), (12, 5));

        Assert.That(Recovery(fault: 2, from: 10, now: 13), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void Recovery_ServiceStartedAgain_IsItsFirstWorkAndNotItsStart()
    {
        Note((1, 100), (9, 0), (14, 1), (15, 2));

        Assert.That(Recovery(fault: 2, from: 5, now: 20), Is.EqualTo(TimeSpan.FromSeconds(9)));
    }

    [Test]
    public void Recovery_NeverMovedAgain_LastsUntilNow()
    {
        Note((1, 1), (2, 2));

        Assert.That(Recovery(fault: 2, from: 10, now: 40), Is.EqualTo(TimeSpan.FromSeconds(30)));
    }

    private void Note(params (int At, double Count)[] readings)
    {
        foreach (var (at, count) in readings)
        {
            _stage.Note(count, TimeSpan.FromSeconds(at));
        }
    }

    private TimeSpan Recovery(int fault, int from, int now) =>
        _stage.Recovery(TimeSpan.FromSeconds(fault), TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(now));
}
