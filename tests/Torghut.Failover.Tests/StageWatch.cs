using System.Diagnostics;
using System.Globalization;

namespace Torghut.Failover.Tests;

/// <summary>Looks several times a second at how much the services have done, and remembers when each stage went on.</summary>
internal sealed class StageWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StageProgress> _stages = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Task _run;

    public StageWatch(IReadOnlyDictionary<string, string> keys)
    {
        (string Stage, string PortKey, string Metric)[] stages =
        [
            ("forwarded", "METRICS_PORT", "torghut_ws_kafka_produce_success_total{topic=\"torghut.trades.v1\"}"),
            ("computed", "TA_METRICS_PORT", "torghut_ta_microbars_total"),
            ("stored", "TA_METRICS_PORT", "torghut_ta_sink_rows_total"),
            ("decided", "TRADING_PORT", "torghut_trading_signals_total"),
        ];
        foreach (var (stage, _, _) in stages)
        {
            _stages[stage] = new StageProgress();
        }

        _run = Task.Run(async () =>
        {
            while (!_stop.IsCancellationRequested)
            {
                foreach (var (stage, port, metric) in stages)
                {
                    Note(stage, await ReadAsync(keys[port], metric));
                }

                await Task.Delay(Interval, TimeProvider.System);
            }
        });
    }

    public TimeSpan Now => _clock.Elapsed;

    public double Count(string stage)
    {
        lock (_lock)
        {
            return _stages[stage].Count;
        }
    }

    /// <inheritdoc cref="StageProgress.Recovery"/>
    public IReadOnlyDictionary<string, TimeSpan> Recovery(TimeSpan fault, TimeSpan from)
    {
        lock (_lock)
        {
            return _stages.ToDictionary(stage => stage.Key, stage => stage.Value.Recovery(fault, from, _clock.Elapsed));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
        _http.Dispose();
    }

    private void Note(string stage, double? count)
    {
        if (count is { } now)
        {
            lock (_lock)
            {
                _stages[stage].Note(now, _clock.Elapsed);
            }
        }
    }

    private async Task<double?> ReadAsync(string port, string metric)
    {
        try
        {
            var page = await _http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"));
            return page.Split('\n').Where(line => line.StartsWith(metric, StringComparison.Ordinal) && line[metric.Length] is '{' or ' ')
                .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }
}
