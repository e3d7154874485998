using Torghut.Common.Kafka;
using Torghut.Testing;

namespace Torghut.Common.Tests.Kafka;

/// <summary>Nobody waits for a call longer than its limit, and a call that ends is as if it had been made directly.</summary>
public sealed class CallGuardTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [Test]
    public void Run_CallReturns_ItsResult()
    {
        using var guard = new CallGuard("client", TimeProvider.System);
        Assert.That(guard.Run("Answer", Eventually.Timeout, () => 42), Is.EqualTo(42));
        Assert.That(guard.IsBusy, Is.False);
    }

    [Test]
    public void Run_CallThrows_TheSameException()
    {
        using var guard = new CallGuard("client", TimeProvider.System);
        var thrown = Assert.Throws<InvalidOperationException>(() => guard.Run("Fail", Eventually.Timeout, () => throw new InvalidOperationException("drill")));
        Assert.That(thrown.Message, Is.EqualTo("drill"));
        Assert.That(guard.Run("Answer", Eventually.Timeout, () => 1), Is.EqualTo(1), "a failure is an end like any other");
    }

    [Test]
    public void Run_CallThatNeverReturns_IsOverdueAndTheGuardIsBusy()
    {
        using var never = new ManualResetEventSlim();
        using var guard = new CallGuard("client", TimeProvider.System);
        var overdue = Assert.Throws<CallOverdueException>(() => guard.Run("Hang", Short, never.Wait));
        Assert.That((overdue.Call, overdue.Message), Is.EqualTo(("Hang", "Hang did not return within 0.3 s.")));
        Assert.That(guard.IsBusy, Is.True);
        Assert.That(() => guard.Begin("Next", Short, () => { }), Throws.InvalidOperationException.With.Message.Contains("Hang"));
        never.Set();
    }

    [Test]
    public async Task RunAsync_CallEnds_ItsResultOrItsException()
    {
        using var guard = new CallGuard("client", TimeProvider.System);
        Assert.That(
            async () => await guard.RunAsync<int>("Fail", Eventually.Timeout, () => throw new InvalidOperationException("drill")),
            Throws.InvalidOperationException.With.Message.EqualTo("drill"));
        Assert.That(await guard.RunAsync("Answer", Eventually.Timeout, () => 42), Is.EqualTo(42));
    }

    [Test]
    public void RunAsync_CallThatNeverReturns_IsOverdue()
    {
        using var never = new ManualResetEventSlim();
        using var guard = new CallGuard("client", TimeProvider.System);
        Assert.That(
            async () => await guard.RunAsync("Hang", Short, () =>
            {
                never.Wait();
                return 1;
            }),
            Throws.TypeOf<CallOverdueException>());
        Assert.That(guard.IsBusy, Is.True);
        never.Set();
    }

    [Test]
    public void TryWait_BeforeTheEnd_IsFalseAndCostsTheCallNothing()
    {
        using var gate = new ManualResetEventSlim();
        using var guard = new CallGuard("client", TimeProvider.System);
        var call = guard.Begin("Slow", Eventually.Timeout, gate.Wait);
        Assert.That(call.TryWait(TimeSpan.FromMilliseconds(20)), Is.False);
        gate.Set();
        call.Wait();
        Assert.That(call.IsCompleted, Is.True);
    }

    [Test]
    public void TryWait_ProcessStoodStill_TheCallIsNotOverdue()
    {
        var time = new StandingTime();
        using var gate = new ManualResetEventSlim();
        using var guard = new CallGuard("client", time);
        var call = guard.Begin("Slow", TimeSpan.FromSeconds(5), gate.Wait);
        time.Leap(TimeSpan.FromMinutes(10));
        Assert.That(call.TryWait(TimeSpan.Zero), Is.False, "it had no chance to return meanwhile");
        gate.Set();
        call.Wait();
    }

    [Test]
    public async Task EndWithAsync_CallUnderWay_RunsAfterItAndNobodyWaits()
    {
        using var gate = new ManualResetEventSlim();
        var ended = 0;
        var guard = new CallGuard("client", TimeProvider.System);
        var call = guard.Begin("Slow", Eventually.Timeout, gate.Wait);
        var last = guard.EndWithAsync(() => ended++);
        await guard.EndWithAsync(() => ended += 10);
        Assert.That((call.IsCompleted, ended), Is.EqualTo((false, 0)));
        gate.Set();
        await last;
        Assert.That(ended, Is.EqualTo(1));
        Assert.That(() => guard.Begin("Next", Short, () => { }), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public async Task EndWithAsync_NoCallBefore_RunsToo()
    {
        var ended = false;
        await new CallGuard("client", TimeProvider.System).EndWithAsync(() => ended = true);
        Assert.That(ended, Is.True);
    }

    /// <summary>The machine's time, which leaps as it does for a process that was stopped.</summary>
    private sealed class StandingTime : TimeProvider
    {
        private long _leapt;

        public void Leap(TimeSpan by) => _leapt += (long)(by.TotalSeconds * TimestampFrequency);

        public override long GetTimestamp() => base.GetTimestamp() + _leapt;
    }
}
