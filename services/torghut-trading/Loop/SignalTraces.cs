using System.Diagnostics;
using Torghut.Trading.Decisions;
using Torghut.Trading.Json;
using Torghut.Trading.Observability;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Loop;

/// <summary>
/// The first span of each signal that led to a decision: the read that brought it. The spans stay open until <see cref="Dispose"/>, so that what is asked
/// about a signal after its orders have left can still be said on them; their end is the end of the read. Empty while nobody listens.
/// </summary>
internal sealed class SignalTraces : IDisposable
{
    private readonly Dictionary<SignalPosition, Activity> _spans = [];
    private readonly DateTimeOffset _readEnded;

    private SignalTraces(DateTimeOffset readEnded) => _readEnded = readEnded;

    /// <summary>Signals whose span is recorded.</summary>
    public IReadOnlyCollection<SignalPosition> Recorded => [.. _spans.Where(span => span.Value.IsAllDataRequested).Select(span => span.Key)];

    /// <param name="drafts">Decisions that are about to be written down.</param>
    /// <param name="table">Where their signals were read.</param>
    /// <param name="readBegan">When the read began, machine time.</param>
    /// <param name="readEnded">When it was done.</param>
    public static SignalTraces Open(IEnumerable<DecisionDraft> drafts, string table, DateTimeOffset readBegan, DateTimeOffset readEnded)
    {
        var traces = new SignalTraces(readEnded);
        if (!TradingTracing.Source.HasListeners())
        {
            return traces;
        }

        var tick = Activity.Current;
        try
        {
            foreach (var draft in drafts)
            {
                traces.Add(draft.Signal.Position, table, readBegan, tick);
            }
        }
        finally
        {
            Activity.Current = tick;
        }

        return traces;
    }

    /// <summary>What is persisted with a decision so that everything that becomes of it joins its trace; null while nobody listens.</summary>
    public string? TraceParentOf(DecisionDraft draft) => _spans.GetValueOrDefault(draft.Signal.Position)?.Id;

    public void Name(SignalPosition signal, SignalOrigin origin)
    {
        if (_spans.TryGetValue(signal, out var span))
        {
            origin.Describe(span);
        }
    }

    public void Dispose()
    {
        var current = Activity.Current;
        foreach (var span in _spans.Values)
        {
            span.SetEndTime(_readEnded.UtcDateTime);
            span.Dispose();
        }

        _spans.Clear();
        Activity.Current = current;
    }

    private void Add(SignalPosition signal, string table, DateTimeOffset readBegan, Activity? tick)
    {
        if (_spans.ContainsKey(signal))
        {
            return;
        }

        // A trace of its own: a tick reads many signals, and an order's trace is about one.
        Activity.Current = null;
        ActivityLink[] links = tick is null ? [] : [new ActivityLink(tick.Context)];
        var span = TradingTracing.Source.StartActivity(TradingTracing.ReadSignal, ActivityKind.Client, default(ActivityContext), null, links, readBegan);
        if (span is null)
        {
            return;
        }

        span.SetTag("db.system.name", "clickhouse").SetTag("db.operation.name", "SELECT").SetTag("db.collection.name", table);
        span.SetTag(TradingTracing.Symbol, signal.Symbol)
            .SetTag(TradingTracing.SignalTime, CanonicalText.Of(signal.EventTs))
            .SetTag(TradingTracing.SignalSeq, signal.Seq);
        _spans.Add(signal, span);
    }
}
