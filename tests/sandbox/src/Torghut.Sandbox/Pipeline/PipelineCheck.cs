using Torghut.Sandbox.Infrastructure;
using Torghut.Sandbox.Processes;

namespace Torghut.Sandbox.Pipeline;

/// <summary>
/// Watches a started pipeline until every stage has flowed, and a replay has been stored to its end, or a deadline passes.
/// </summary>
internal sealed class PipelineCheck(PipelineProbe probe, Supervisor supervisor, MarketSource market, ServicePorts ports, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Stored rows must have stopped growing for this many looks before a finished replay counts as drained: longer than torghut-ta waits
    /// before it closes the last windows (see <see cref="EnvironmentKeys"/>) and its sink before it writes them.
    /// </summary>
    private const int QuietPolls = 14;

    public async Task<CheckReport> RunAsync(TimeSpan stackUp, TimeSpan deadline, Action<StageCounts> onPoll, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var memory = new MemorySampler(supervisor);
        var sampler = new CloseToStoredSampler(probe, market.Speed, time);
        using var sampling = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var samplerRun = sampler.RunAsync(sampling.Token);
        StageCounts counts;
        string? failure;
        var quiet = 0;
        (long?, long?) previous = default;
        while (true)
        {
            counts = await probe.ReadAsync(cancellationToken);
            onPoll(counts);
            memory.Sample();
            var stored = (counts.StoredMicrobars, counts.StoredSignals);
            quiet = stored == previous ? quiet + 1 : 0;
            previous = stored;
            var stages = Stages(counts);
            if (stages.All(stage => stage.Flowed) && (!market.IsReplay || IsDrained(counts, quiet)))
            {
                failure = null;
                break;
            }

            if (supervisor.Failure.IsCompleted)
            {
                failure = await supervisor.Failure;
                break;
            }

            if (time.GetElapsedTime(started) > deadline)
            {
                failure = Explain(stages, deadline);
                break;
            }

            await Task.Delay(Interval, time, cancellationToken);
        }

        await sampling.CancelAsync();
        await samplerRun;
        var latencies = await new LatencyReader(probe, ports).ReadAsync(sampler.Summary, cancellationToken);
        return new CheckReport(
            failure is null, failure, Math.Round(time.GetElapsedTime(started).TotalSeconds, 1), Math.Round(stackUp.TotalSeconds, 1), Stages(counts), latencies,
            memory.Peaks, memory.ServicesPeakMegabytes, supervisor.Restarts);
    }

    /// <summary>
    /// Everything that was sent is published and read, and everything derived of it stored. The counts of bars and signals sent say neither: they count
    /// again what is sent again after a fault.
    /// </summary>
    private static bool IsDrained(StageCounts counts, int quiet) =>
        counts.Market is { Finished: true } sent
        && counts.PublishedTrades >= sent.Trades
        && counts.ReadTrades >= counts.PublishedTrades
        && counts.Unstored == 0
        && quiet >= QuietPolls;

    private static List<StageResult> Stages(StageCounts counts)
    {
        string Detail(string part, string what) => counts.Unreadable.TryGetValue(part, out var reason) ? $"{part} could not be read: {reason}" : what;
        var sent = counts.Market;
        return
        [
            new("source → socket", sent is null ? null : sent.Trades + sent.Quotes,
                Detail("simulator", sent is null ? "" : $"{sent.Trades} trades, {sent.Quotes} quotes sent")),
            new("torghut-ws → Kafka", counts.PublishedTrades + counts.PublishedQuotes,
                Detail("torghut-ws", $"{counts.PublishedTrades} trades, {counts.PublishedQuotes} quotes stored{Unstored(counts)}")),
            new("torghut-ta → microbars", counts.Microbars, Detail("torghut-ta", "one-second bars computed")),
            new("torghut-ta → signals", counts.Signals, Detail("torghut-ta", "signals computed")),
            new("sink → ta_microbars", counts.StoredMicrobars, Detail("clickhouse", "distinct rows in ClickHouse")),
            new("sink → ta_signals", counts.StoredSignals, Detail("clickhouse", "distinct rows in ClickHouse")),
            new("torghut-trading → decisions", counts.Decisions?.Decisions,
                Detail("postgres", $"decisions, {counts.Decisions?.Rejected} of them rejected by risk")),
            new("torghut-trading → orders", counts.Decisions?.Orders, Detail("postgres", "orders at the broker")),
            new("broker → fills", counts.Decisions?.Filled, Detail("postgres", "orders filled and reconciled")),
        ];
    }

    private static string Unstored(StageCounts counts) => counts.Dropped.Count == 0 ? ""
        : "; dropped: " + string.Join(", ", counts.Dropped.Select(dropped => $"{dropped.Key} {dropped.Value}"));

    private static string Explain(IEnumerable<StageResult> stages, TimeSpan deadline)
    {
        var stuck = stages.FirstOrDefault(stage => !stage.Flowed);
        return stuck is null
            ? $"The replay was not stored to its end within {deadline.TotalSeconds:0} s."
            : $"Stage '{stuck.Stage}' did not flow within {deadline.TotalSeconds:0} s: {stuck.Detail}.";
    }
}
