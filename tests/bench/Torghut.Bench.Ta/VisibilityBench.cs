using Torghut.ClickHouse;

namespace Torghut.Bench.Ta;

/// <summary>
/// From the end of a window to the moment at which a query finds its signal in ClickHouse, at the market's own pace with the settings that the
/// service ships with. The disorder that is waited for on purpose is taken out: a window's clock starts when an event could have closed it.
/// </summary>
internal static class VisibilityBench
{
    private const double TargetMillis = 250;
    private static readonly TimeSpan AllowedDisorder = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(BenchArguments arguments, BenchReport report)
    {
        await using var pipeline = await Pipeline.StartAsync();
        pipeline.StartService();
        var time = TimeProvider.System;
        // A whole second a little ahead, so that encoding is done by then.
        var began = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds() + arguments.Pick(8, 4));
        var (warmUp, measured) = (arguments.Pick(15, 5), arguments.Pick(90, 6));
        var market = Market.Make(warmUp + measured + 4, began.ToUnixTimeMilliseconds() * 1_000_000);
        var encoded = await EncodedMarket.MakeAsync(market, pipeline.Registry);
        using var stop = new CancellationTokenSource();
        using var feed = new PipelineFeed(pipeline.Bootstrap);
        var sending = feed.SendPacedAsync(encoded, began, stop.Token);
        var waits = await WatchAsync(pipeline.Store, began.ToUnixTimeSeconds() + warmUp, measured, time);
        await sending;
        var percentiles = new Percentiles([.. waits]);
        var note =
            $"{percentiles.Count} signals of {measured} s, {Market.EventsPerSecond} events/s, TA_MAX_OUT_OF_ORDER_MS taken out, the polling query included";
        report.Add(new BenchResult("window_close_to_queryable_p50", percentiles.At(0.5), "ms") { Note = note });
        report.Add(new BenchResult("window_close_to_queryable_p99", percentiles.At(0.99), "ms") { Note = note }.AtMost(TargetMillis));
    }

    /// <summary>Polls until the signals of every second are there; how long each of them took, ms.</summary>
    private static async Task<List<double>> WatchAsync(ClickHouseClient store, long from, int seconds, TimeProvider time)
    {
        var seen = new HashSet<(string, long)>();
        var waits = new List<double>();
        var newest = from;
        while (waits.Count < seconds * Market.Symbols)
        {
            if (time.GetUtcNow() > DateTimeOffset.FromUnixTimeSeconds(from + seconds) + AllowedDisorder + Timeout)
            {
                throw new InvalidOperationException($"Only {waits.Count} of {seconds * Market.Symbols} signals can be queried.");
            }

            foreach (var (symbol, end) in await PollAsync(store, newest - 3))
            {
                if (end <= from || end > from + seconds || !seen.Add((symbol, end)))
                {
                    continue;
                }

                waits.Add((time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(end) - AllowedDisorder).TotalMilliseconds);
                newest = Math.Max(newest, end);
            }

            await Task.Delay(PollPause, time);
        }

        return waits;
    }

    private static async Task<IReadOnlyList<(string Symbol, long End)>> PollAsync(ClickHouseClient store, long after)
    {
        try
        {
            return await store.QueryAsync(
                $"SELECT toString(symbol), toInt64(seq) + 1 FROM torghut.ta_signals WHERE event_ts > fromUnixTimestamp64Milli({after}000)",
                reader => (reader.GetString(0), reader.GetInt64(1)));
        }
        catch (ClickHouseServerException exception) when (exception.Code is ClickHouseErrorCodes.UnknownTable or ClickHouseErrorCodes.UnknownDatabase)
        {
            // The service has not made its tables yet.
            return [];
        }
    }
}
