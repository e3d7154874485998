using System.Diagnostics;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>Buy signals at a steady pace: as many as are due by the clock, never a burst to begin with.</summary>
internal sealed class SteadySignals : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PriceEvery = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _feeding;

    public SteadySignals(TradingStack stack, double perSecond) => _feeding = FeedAsync(stack, perSecond);

    /// <summary>Ends the pace; throws what went wrong on the way.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _feeding;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task FeedAsync(TradingStack stack, double perSecond)
    {
        var watch = Stopwatch.StartNew();
        var priced = TimeSpan.MinValue;
        var last = DateTimeOffset.MinValue;
        double owed = 0;
        var before = watch.Elapsed;
        using var timer = new PeriodicTimer(Beat, TimeProvider.System);
        while (!_stop.IsCancellationRequested)
        {
            var now = await stack.JustNowAsync();
            if (priced == TimeSpan.MinValue || watch.Elapsed - priced > PriceEvery)
            {
                await stack.Tables.PriceAsync("AAPL", now, 1);
                priced = watch.Elapsed;
            }

            // What a stall of this machine kept back is not sent in a burst afterwards.
            var elapsed = watch.Elapsed;
            owed = Math.Min(owed + ((elapsed - before).TotalSeconds * perSecond), perSecond / 2);
            before = elapsed;
            var times = Enumerable.Range(0, (int)owed).Select(i => now.AddMilliseconds(i - (int)owed + 1)).Where(at => at > last).ToList();
            owed -= (int)owed;
            if (times.Count > 0)
            {
                last = times[^1];
                await stack.Tables.BuyAsync("AAPL", times);
            }

            try
            {
                await timer.WaitForNextTickAsync(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
