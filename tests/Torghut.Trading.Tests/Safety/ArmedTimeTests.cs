using Torghut.Testing;

namespace Torghut.Trading.Tests.Safety;

/// <summary>What the tests of the mass cancel move time by.</summary>
public sealed class ArmedTimeTests
{
    private static readonly TimeSpan Due = TimeSpan.FromMilliseconds(250);

    private readonly ArmedTime _time = new(new DateTimeOffset(2026, 2, 6, 17, 0, 0, TimeSpan.Zero));

    /// <summary>
    /// A busy machine may take the core from whoever set a timer before it waits for it. Time that ran on meanwhile was through with a test's steps.
    /// </summary>
    [Test]
    public async Task Armed_TimerThatFiredAndIsNotDisposed_HoldsTimeBack()
    {
        await using var timer = _time.CreateTimer(_ => { }, null, Due, Timeout.InfiniteTimeSpan);
        Assert.That(_time.Armed, Is.EqualTo(1));
        _time.Advance(Due);
        Assert.That(_time.Armed, Is.Zero, "whoever set it has not waited again");
        timer.Change(Due, Timeout.InfiniteTimeSpan);
        Assert.That(_time.Armed, Is.EqualTo(1));
        await timer.DisposeAsync();
        Assert.That(_time.Armed, Is.Zero);
    }

    [Test]
    public void Armed_PeriodicTimer_UntilItIsDisposed()
    {
        var timer = _time.CreateTimer(_ => { }, null, Due, Due);
        _time.Advance(Due);
        Assert.That(_time.Armed, Is.EqualTo(1));
        timer.Dispose();
        timer.Dispose();
        Assert.That(_time.Armed, Is.Zero);
    }

    [Test]
    public async Task Advance_Delay_IsWaitedForAgainAndAgain()
    {
        var rounds = 0;
        var worker = Task.Run(async () =>
        {
            for (; rounds < 5; rounds++)
            {
                await Task.Delay(Due, _time);
            }
        });
        for (var step = 0; step < 5; step++)
        {
            await _time.AdvanceAsync(TimeSpan.Zero, () => false);
            _time.Advance(Due);
        }

        await worker.WaitAsync(Eventually.Timeout, TimeProvider.System);
        Assert.That(_time.GetUtcNow(), Is.EqualTo(_time.Start + (5 * Due)));
    }
}
