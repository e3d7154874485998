namespace Torghut.Sandbox.Pipeline;

/// <summary>
/// Measures how long after a window's end its microbar can be queried in ClickHouse, in real time: whenever the newest stored window
/// moves, the simulator's market time is compared with that window's end and divided by the replay's speed.
/// </summary>
internal sealed class CloseToStoredSampler(PipelineProbe probe, double speed, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly List<double> _milliseconds = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        DateTime? last = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var newest = await probe.NewestStoredAsync(cancellationToken);
                if (newest is { } window && last is not null && window > last
                    && (await probe.ReadMarketAsync(cancellationToken)) is { Finished: false, MarketTime: { } market })
                {
                    _milliseconds.Add((market.UtcDateTime - window).TotalMilliseconds / speed);
                }

                last = newest ?? last;
                await Task.Delay(Interval, time, cancellationToken);
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or FormatException)
            {
                // Before the first insert there is no table, and after the run there is no server: nothing to measure either way.
                if (!cancellationToken.IsCancellationRequested)
                {
                    await Task.Delay(Interval, time, CancellationToken.None);
                }
            }
        }
    }

    public LatencySummary Summary => LatencySummary.Of("window close → ClickHouse", _milliseconds);
}
