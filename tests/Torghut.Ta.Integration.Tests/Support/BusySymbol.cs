using System.Collections.Concurrent;
using Torghut.Contracts.Time;
using Torghut.Ta.Tests.Oracle;

namespace Torghut.Ta.Integration.Tests.Support;

/// <summary>A symbol that trades now, ten times a second, and how long after the trade that closes a second of it a query finds the second's bar.</summary>
internal sealed class BusySymbol : IAsyncDisposable
{
    private const string Name = "OKK";
    private const long OutOfOrder = 2 * Nanos.PerSecond;
    private const string Newest = $"SELECT toUnixTimestamp(max(event_ts)) FROM torghut.ta_microbars WHERE symbol = '{Name}'";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<(long End, long SentAt)> _closed = new();
    private readonly ConcurrentQueue<TimeSpan> _lags = new();
    private readonly Feeder _feeder;
    private readonly StoreServer _store;
    private readonly Task _running;

    private BusySymbol(Feeder feeder, StoreServer store)
    {
        _feeder = feeder;
        _store = store;
        _running = Task.WhenAll(TradeAsync(), LookAsync());
    }

    /// <summary>Seconds whose bars were found since the last <see cref="Take"/>.</summary>
    public int Seconds => _lags.Count;

    public static async Task<BusySymbol> StartAsync(TaSandbox sandbox, StoreServer store) =>
        new(await Feeder.OpenAsync(sandbox), store);

    /// <summary>How long the bars found since the last time took, and the one that is waited for, as long as it has been.</summary>
    public IReadOnlyList<TimeSpan> Take()
    {
        var lags = new List<TimeSpan>();
        while (_lags.TryDequeue(out var lag))
        {
            lags.Add(lag);
        }

        if (_closed.TryPeek(out var waiting))
        {
            lags.Add(TimeProvider.System.GetElapsedTime(waiting.SentAt));
        }

        return lags;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _feeder.Dispose();
        _stop.Dispose();
    }

    private async Task TradeAsync()
    {
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        var (id, closed) = (0L, 0L);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                var ts = Nanos.Now(TimeProvider.System);
                _feeder.Send(new OracleTrade(Name, ts, ++id, id, ts, id, "V", 100 + (id % 37 * 0.01), 10, "@"));
                _feeder.Send(new OracleQuote(Name, ts, id, id, ts, 99.99, 1, 100.01, 2));

                // The first trade closes nothing: its own second is the first that can have a bar.
                var end = Nanos.FloorSecond(ts - OutOfOrder);
                if (closed != 0 && end > closed)
                {
                    _closed.Enqueue((end, TimeProvider.System.GetTimestamp()));
                }

                closed = id == 1 ? Nanos.FloorSecond(ts) : Math.Max(closed, end);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(LookInterval, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                var newest = _closed.IsEmpty ? 0 : await _store.ScalarAsync<long>(Newest);
                while (_closed.TryPeek(out var waiting) && waiting.End <= newest)
                {
                    _closed.TryDequeue(out _);
                    _lags.Enqueue(TimeProvider.System.GetElapsedTime(waiting.SentAt));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
