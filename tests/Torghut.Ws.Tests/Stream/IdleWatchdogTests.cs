using Microsoft.Extensions.Time.Testing;
using Torghut.Alpaca.Streaming;
using Torghut.Ws.Health;
using Torghut.Ws.Stream;
using Torghut.Ws.TradeUpdates;

namespace Torghut.Ws.Tests.Stream;

/// <summary>A socket that freezes in market hours is told within fifteen seconds, and ends after a minute; at night silence is no fault.</summary>
public sealed class IdleWatchdogTests
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 6, 16, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Night = new(2026, 4, 6, 4, 0, 0, TimeSpan.Zero);

    [Test]
    public void Run_FrozenInMarketHours_IsToldWithinFifteenSecondsAndEndsAfterAMinute()
    {
        var time = new FakeTimeProvider(Noon);
        var (health, running) = Start(time, out var watchdog);
        for (var second = 0; second < 30; second++)
        {
            Pass(time, 1);
            watchdog.Received();
            Assert.That(health.IsSilent, Is.False, "it brings something");
        }

        Pass(time, 15);
        Assert.That((health.IsSilent, running.IsCompleted), Is.EqualTo((true, false)));
        watchdog.Received();
        Pass(time, 1);
        Assert.That(health.IsSilent, Is.False);

        Pass(time, 61);
        Assert.That(running.Exception?.InnerException, Is.TypeOf<AlpacaStreamException>());
        Assert.That(health.IsSilent, Is.False, "that there is no session is told otherwise");
    }

    [Test]
    public void Run_SilentAtNight_IsNoFault()
    {
        var time = new FakeTimeProvider(Night);
        var (health, running) = Start(time, out _);
        Pass(time, 600);
        Assert.That((health.IsSilent, running.IsCompleted), Is.EqualTo((false, false)));
    }

    private static (ForwarderHealth Health, Task Running) Start(FakeTimeProvider time, out IdleWatchdog watchdog)
    {
        var health = new ForwarderHealth(new KafkaHealth(new HealthOptions(), time), new HealthOptions(), new TradeUpdatesOptions(), time);
        watchdog = new IdleWatchdog(new IdleTimeoutPolicy(new StreamOptions()), health, time);
        return (health, watchdog.RunAsync(CancellationToken.None));
    }

    private static void Pass(FakeTimeProvider time, int seconds)
    {
        for (var tenth = 0; tenth < seconds * 10; tenth++)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
        }
    }
}
