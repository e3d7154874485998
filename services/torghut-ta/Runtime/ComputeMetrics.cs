using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Ta.Engine;
using Torghut.Ta.EventTime;
using Torghut.Ta.Observability;
using Torghut.Ta.Status;

namespace Torghut.Ta.Runtime;

/// <summary>Publishes the engines' plain counters as metrics, now and then rather than for every event.</summary>
internal sealed class ComputeMetrics(TaMetrics metrics, TimeProvider time)
{
    /// <summary>Corporate actions that the status shows of a partition.</summary>
    private const int ShownActions = 50;

    private readonly System.Runtime.CompilerServices.ConditionalWeakTable<PartitionTask, Published> _published = [];
    private DateTimeOffset? _lastCommit;

    public void Refused(Refusal refusal)
    {
        if (refusal.IsImplausible)
        {
            metrics.ImplausibleEvent(refusal.Word);
        }
        else
        {
            metrics.DecodeError(refusal.Word);
        }
    }

    public void Rebalanced() => metrics.Rebalances.Inc();

    public void Restored(TimeSpan elapsed) => metrics.RestoreDuration.Observe(elapsed.TotalSeconds);

    public void Stalled() => metrics.ConsumerStalls.Inc();

    public void InputGap(InputKind kind, long records) => metrics.InputGap(
        kind switch { InputKind.Trade => Channels.Trades, InputKind.Quote => Channels.Quotes, _ => Channels.Bars }, records);

    public void ClockRepaired() => metrics.ClockRepairs.Inc();

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
        foreach (var fault in PartitionFault.All)
        {
            metrics.FaultyPartitions(fault, tasks.Count(t => t.Fault == fault));
        }

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
            task.Engine.WaitingSignals,
            task.HeldBack,
            task.DamagedStates,
            task.InputGap,
            task.Fault,
            [.. task.Engine.DeclaredActions.Take(ShownActions).Select(declared => ToSnapshot(declared.Symbol, declared.Action))]);
    }

    private static ActionSnapshot ToSnapshot(string symbol, in DeclaredAction action) => new(
        symbol,
        action.Kind,
        DateTimeOffset.FromUnixTimeSeconds(action.EffectiveSecond),
        action.FirstBar == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(action.FirstBar));

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
        metrics.CorporateActions.Inc(Difference(ref before.CorporateActions, now.CorporateActions));
        metrics.IndicatorRestarts.Inc(Difference(ref before.IndicatorRestarts, now.IndicatorRestarts));
        metrics.EvictedSymbols.Inc(Difference(ref before.Evicted, now.Evicted));
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
        public long CorporateActions;
        public long IndicatorRestarts;
        public long Evicted;
        public double IneligibleVolume;
    }
}
