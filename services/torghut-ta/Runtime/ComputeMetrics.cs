using Torghut.Contracts.Time;
using Torghut.Ta.EventTime;
using Torghut.Ta.Observability;
using Torghut.Ta.Status;

namespace Torghut.Ta.Runtime;

/// <summary>Publishes the engines' plain counters as metrics, now and then rather than for every event.</summary>
internal sealed class ComputeMetrics(TaMetrics metrics, TimeProvider time)
{
    private readonly System.Runtime.CompilerServices.ConditionalWeakTable<PartitionTask, Published> _published = [];
    private DateTimeOffset? _lastCommit;

    public void DecodeError(string reason) => metrics.DecodeError(reason.Split(':')[0]);

    public void Rebalanced() => metrics.Rebalances.Inc();

    public void Restored(TimeSpan elapsed) => metrics.RestoreDuration.Observe(elapsed.TotalSeconds);

    public void CommitFailed() => metrics.CommitFailures.Inc();

    /// <param name="signalIngestTimes">Ingest times of the signals that became visible, nanoseconds.</param>
    public void Committed(TimeSpan elapsed, ReadOnlySpan<long> signalIngestTimes)
    {
        var now = time.GetUtcNow();
        _lastCommit = now;
        metrics.CommitDuration.Observe(elapsed.TotalSeconds);
        metrics.LastCommit.Set(now.ToUnixTimeMilliseconds() / 1000.0);
        var nanos = Nanos.Of(now);
        foreach (var ingest in signalIngestTimes)
        {
            metrics.EventToSignal.Observe(Nanos.ToSeconds(Math.Max(0, nanos - ingest)));
        }
    }

    public ComputeSnapshot Snapshot(IReadOnlyCollection<PartitionTask> tasks, bool joined)
    {
        foreach (var task in tasks)
        {
            Publish(task);
        }

        metrics.StateSymbols.Set(tasks.Sum(t => t.Engine.SymbolCount));
        var partitions = tasks.Select(ToSnapshot).ToList();
        if (PartitionSnapshot.WatermarkLag(partitions) is { } lag)
        {
            metrics.WatermarkLag.Set(Nanos.ToSeconds(lag));
        }

        return new ComputeSnapshot(joined, null, _lastCommit, partitions);
    }

    private static PartitionSnapshot ToSnapshot(PartitionTask task)
    {
        var (trades, quotes) = (task.Engine.Trades, task.Engine.Quotes);
        var newest = Math.Max(trades.MaxEventTs, quotes.MaxEventTs);
        return new PartitionSnapshot(
            task.Partition,
            task.Position(InputKind.Trade).Next,
            task.Position(InputKind.Quote).Next,
            task.Position(InputKind.Bar).Next,
            newest == PartitionWatermark.None ? null : newest,
            trades.HasEvents ? trades.Watermark : null,
            quotes.HasEvents ? quotes.Watermark : null,
            task.IsIdle(InputKind.Trade),
            task.IsIdle(InputKind.Quote),
            task.Position(InputKind.Trade).Paused,
            task.Position(InputKind.Quote).Paused,
            task.Engine.SymbolCount,
            task.Engine.WaitingSignals);
    }

    private void Publish(PartitionTask task)
    {
        var before = _published.GetOrCreateValue(task);
        var now = task.Engine.Counters;
        metrics.Trades.Inc(Difference(ref before.Trades, now.Trades));
        metrics.Quotes.Inc(Difference(ref before.Quotes, now.Quotes));
        metrics.Bars.Inc(Difference(ref before.Bars, task.BarEvents));
        metrics.Microbars.Inc(Difference(ref before.Microbars, now.Microbars));
        metrics.Signals.Inc(Difference(ref before.Signals, now.Signals));
        metrics.Revisions.Inc(Difference(ref before.Revisions, now.Revisions));
        metrics.LateEvents.Inc(Difference(ref before.Late, now.Late));
        metrics.DuplicateEvents.Inc(Difference(ref before.Duplicates, now.Duplicates + now.Redelivered));
        metrics.UnknownConditions.Inc(Difference(ref before.UnknownConditions, now.UnknownConditions));
        metrics.IneligibleVolume.Inc(now.IneligibleVolume - before.IneligibleVolume);
        before.IneligibleVolume = now.IneligibleVolume;
    }

    private static long Difference(ref long before, long now)
    {
        var difference = now - before;
        before = now;
        return difference;
    }

    private sealed class Published
    {
        public long Trades;
        public long Quotes;
        public long Bars;
        public long Microbars;
        public long Signals;
        public long Revisions;
        public long Late;
        public long Duplicates;
        public long UnknownConditions;
        public double IneligibleVolume;
    }
}
