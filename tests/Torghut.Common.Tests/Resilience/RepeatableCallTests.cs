using Microsoft.Extensions.Logging.Abstractions;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Torghut.Common.Resilience;
using Torghut.Testing;

namespace Torghut.Common.Tests.Resilience;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RepeatableCallTests
{
    private static readonly TimeSpan Total = TimeSpan.FromSeconds(61);
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(7);

    private readonly ElapsingTime _time = new(Total, Attempt);
    private int _attempts;

    [Test]
    public async Task Run_FailsThenAnswers_WaitsWhatTheSeededRandomDraws()
    {
        var reported = new List<FailedAttempt>();
        var response = await Call(Options() with { Attempts = 6, Random = new Random(7) }).RunAsync(
            Failing(5),
            failed =>
            {
                reported.Add(failed);
                return Task.CompletedTask;
            },
            CancellationToken.None);

        var backoff = new FullJitterBackoff(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2), new Random(7));
        var expected = Enumerable.Range(1, 5).Select(backoff.Next).ToList();
        Assert.Multiple(() =>
        {
            Assert.That((response, _attempts), Is.EqualTo((6, 6)));
            Assert.That(_time.Waits, Is.EqualTo(expected.Select(Whole)));
            Assert.That(reported.Select(failed => failed.Delay), Is.EqualTo(expected.Select(Whole)));
            Assert.That(reported.Select(failed => failed.Number), Is.EqualTo(new[] { 1, 2, 3, 4, 5 }));
        });
    }

    [TestCase(1)]
    [TestCase(4)]
    public void Run_FailsForEver_MakesItsAttemptsAndThrowsTheLastFailure(int attempts)
    {
        var call = Call(Options() with { Attempts = attempts });
        Assert.That(() => call.RunAsync(Failing(100), null, CancellationToken.None), Throws.TypeOf<IOException>().With.Message.EqualTo($"{attempts}"));
        Assert.That((_attempts, _time.Waits.Count), Is.EqualTo((attempts, attempts - 1)));
    }

    [Test]
    public async Task Run_Unlimited_GoesOnUntilItWorks()
    {
        await Call(Options() with { Attempts = RepeatableCallOptions.Unlimited }).RunAsync(Failing(3_000), null, CancellationToken.None);
        Assert.That(_attempts, Is.EqualTo(3_001));
        Assert.That(_time.Waits, Has.All.InRange(TimeSpan.Zero, TimeSpan.FromSeconds(2)));
    }

    [Test]
    public void Run_FailureThatStays_IsNotRepeated()
    {
        Assert.That(() => Call(Options() with { IsTransient = _ => false }).RunAsync(Failing(1), null, CancellationToken.None), Throws.TypeOf<IOException>());
        Assert.That(_attempts, Is.EqualTo(1));
    }

    [TestCase(1, 1)]
    [TestCase(3_600, 2)]
    public async Task Run_RetryAfter_IsWaitedForUpToTheLongestDelay(int asked, int waited)
    {
        var options = Options() with { BaseDelay = TimeSpan.FromTicks(1), RetryAfter = _ => TimeSpan.FromSeconds(asked) };
        await Call(options).RunAsync(Failing(1), null, CancellationToken.None);
        Assert.That(_time.Waits, Is.EqualTo(new[] { TimeSpan.FromSeconds(waited) }));
    }

    /// <summary>A draw below a millisecond would be no wait at all: the client would be back at once.</summary>
    [Test]
    public async Task Run_TheSmallestDraws_AreWaitedForAllTheSame()
    {
        await Call(Options() with { BaseDelay = TimeSpan.FromTicks(1), MaxDelay = TimeSpan.FromTicks(1) }).RunAsync(Failing(2), null, CancellationToken.None);
        Assert.That(_time.Waits, Is.EqualTo(new[] { TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1) }));
    }

    [TestCase(-5)]
    [TestCase(0)]
    public async Task Run_RetryAfterThatIsOver_DoesNotShortenTheWait(int asked)
    {
        await Call(Options() with { RetryAfter = _ => TimeSpan.FromSeconds(asked), Random = new Random(3) }).RunAsync(Failing(1), null, CancellationToken.None);
        Assert.That(_time.Waits, Is.EqualTo(new[] { Whole(TimeSpan.FromMilliseconds(500) * new Random(3).NextDouble()) }));
    }

    [Test]
    public async Task Run_AttemptHangs_EndsAtItsTimeAndIsRepeated()
    {
        var response = await Call(Options() with { AttemptTimeout = Attempt }).RunAsync(
            async token => ++_attempts == 1 ? await HangAsync(Attempt, token) : _attempts, null, CancellationToken.None);
        Assert.That(response, Is.EqualTo(2));
    }

    [Test]
    public async Task Run_CallTimesOutByItself_IsRepeatedAndNoCancellation()
    {
        Task<int> TimesOutAsync(int times) => ++_attempts <= times ? throw new TaskCanceledException("", new TimeoutException()) : Task.FromResult(_attempts);
        Assert.That(await Call(Options()).RunAsync(_ => TimesOutAsync(1), null, CancellationToken.None), Is.EqualTo(2));
        Assert.That(() => Call(Options()).RunAsync(_ => TimesOutAsync(100), null, CancellationToken.None), Throws.TypeOf<TimeoutRejectedException>());
    }

    [Test]
    public void Run_EverythingHangs_EndsAtTheTotalTime()
    {
        var began = _time.GetUtcNow();
        var call = Call(Options() with { Attempts = 100, AttemptTimeout = Attempt, TotalTimeout = Total });
        Assert.That(() => call.RunAsync(token => HangAsync(Attempt, token), null, CancellationToken.None), Throws.TypeOf<TimeoutRejectedException>());
        Assert.That(_time.GetUtcNow() - began, Is.InRange(Total, Total + Attempt + TimeSpan.FromSeconds(2)));
    }

    [Test]
    public async Task Run_CancelledDuringAWait_EndsAtOnce()
    {
        using var source = new CancellationTokenSource();
        _time.Frozen = true;
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _time.Waiting = _ => waiting.TrySetResult();
        var run = Call(Options()).RunAsync(Failing(100), null, source.Token);
        await waiting.Task;
        await source.CancelAsync();
        Assert.That(() => run, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_attempts, Is.EqualTo(1));
    }

    [Test]
    public void Run_CancelledBefore_MakesNoAttempt()
    {
        Assert.That(() => Call(Options()).RunAsync(Failing(1), null, new CancellationToken(true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_attempts, Is.Zero);
    }

    [Test]
    public async Task Circuit_ManyFailures_OpensHalfOpensAndCloses()
    {
        var call = Call(Options() with { Attempts = 3, Circuit = new CircuitOptions { Failures = 3, Break = TimeSpan.FromSeconds(5) } });
        Assert.That(() => call.RunAsync(Failing(100), null, CancellationToken.None), Throws.TypeOf<IOException>());
        Assert.That(
            () => call.RunAsync(Failing(100), null, CancellationToken.None), Throws.TypeOf<BrokenCircuitException>().With.InnerException.TypeOf<IOException>());
        Assert.That(_attempts, Is.EqualTo(3), "open: nothing is sent");

        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(() => call.RunAsync(Failing(100), null, CancellationToken.None), Throws.TypeOf<BrokenCircuitException>());
        Assert.That(_attempts, Is.EqualTo(4), "half-open: one attempt decides");

        _time.Advance(TimeSpan.FromSeconds(5));
        await call.RunAsync(Failing(0), null, CancellationToken.None);
        Assert.That(() => call.RunAsync(Failing(100), null, CancellationToken.None), Throws.TypeOf<IOException>());
        Assert.That(_attempts, Is.EqualTo(8), "closed: all attempts again");
    }

    [Test]
    public async Task Circuit_AnswersAmongTheFailures_StaysClosed()
    {
        var call = Call(Options() with { Circuit = new CircuitOptions { Failures = 3 } });
        for (var round = 0; round < 10; round++)
        {
            await call.RunAsync(Failing(2), null, CancellationToken.None);
        }

        Assert.That(_attempts, Is.EqualTo(30));
    }

    [Test]
    public async Task Circuit_Awaited_SendsNothingBeforeItHalfOpens()
    {
        var sent = new List<DateTimeOffset>();
        var failing = Failing(4);
        var call = Call(Options() with
        {
            Attempts = 10,
            MaxDelay = TimeSpan.FromSeconds(30),
            BaseDelay = TimeSpan.FromMilliseconds(1),
            Circuit = new CircuitOptions { Failures = 3, Break = TimeSpan.FromSeconds(5) },
            AwaitsCircuit = true,
        });
        await call.RunAsync(
            token =>
            {
                sent.Add(_time.GetUtcNow());
                return failing(token);
            },
            null,
            CancellationToken.None);
        Assert.That(_attempts, Is.EqualTo(5));
        Assert.That(sent[3] - sent[2], Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(sent[4] - sent[3], Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public void Circuit_HangCutByTheTotalTime_CountsAsAFailure()
    {
        var call = Call(Options() with { Attempts = 1, TotalTimeout = Total, Circuit = new CircuitOptions { Failures = 2, Window = TimeSpan.FromHours(1) } });
        for (var hang = 0; hang < 2; hang++)
        {
            Assert.That(() => call.RunAsync(token => HangAsync(Total, token), null, CancellationToken.None), Throws.TypeOf<TimeoutRejectedException>());
        }

        Assert.That(() => call.RunAsync(Failing(0), null, CancellationToken.None), Throws.TypeOf<BrokenCircuitException>());
    }

    [Test]
    public async Task Circuit_CallersThatGiveUp_SayNothingOfTheDependency()
    {
        var call = Call(Options() with { Attempts = 1, Circuit = new CircuitOptions { Failures = 2 } });
        for (var caller = 0; caller < 5; caller++)
        {
            using var source = new CancellationTokenSource();
            Assert.That(
                () => call.RunAsync(
                    async token =>
                    {
                        await source.CancelAsync();
                        return await HangAsync(TimeSpan.Zero, token);
                    },
                    null,
                    source.Token),
                Throws.InstanceOf<OperationCanceledException>());
        }

        await call.RunAsync(Failing(0), null, CancellationToken.None);
    }

    [Test]
    public void Construct_OutOfRange_Throws()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => Call(Options() with { Attempts = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Call(Options() with { BaseDelay = TimeSpan.Zero }), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Call(Options() with { MaxDelay = TimeSpan.FromMilliseconds(499) }), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Call(Options() with { MaxDelay = TimeSpan.FromDays(2) }), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Call(Options() with { AttemptTimeout = TimeSpan.Zero }), Throws.Exception);
            Assert.That(() => Call(Options() with { Circuit = new CircuitOptions { Failures = 1 } }), Throws.Exception);
        });
    }

    /// <summary>A timer drops fractions of a millisecond.</summary>
    private static TimeSpan Whole(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));

    private static RepeatableCallOptions Options() => new()
    {
        Name = "test",
        IsTransient = failure => failure is IOException,
        MaxDelay = TimeSpan.FromSeconds(2),
    };

    private RepeatableCall Call(RepeatableCallOptions options) => new(options, _time, NullLogger.Instance);

    private Func<CancellationToken, Task<int>> Failing(int times)
    {
        var left = times;
        return _ => (++_attempts, left-- > 0) switch
        {
            (var attempt, true) => Task.FromException<int>(new IOException($"{attempt}")),
            (var attempt, false) => Task.FromResult(attempt),
        };
    }

    private async Task<int> HangAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        _time.Advance(timeout);
        await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
        return 0;
    }
}
