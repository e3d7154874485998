using Torghut.Contracts.Conditions;
using Torghut.Contracts.Market;
using Torghut.Contracts.Time;
using Torghut.Ta.EventTime;
using Torghut.Ta.Indicators;
using Torghut.Ta.Microbars;

namespace Torghut.Ta.Engine;

/// <summary>
/// Technical analysis of one partition: trades and quotes in, microbars and signals out. Its answers depend on the order of events
/// within each of the two logs and on nothing else: not on how the logs interleave, and not on any clock. Not thread-safe.
/// </summary>
/// <remarks>
/// A window closes when the watermark of the trades log passes its end. Its bar leaves at once; its signal waits until the watermark
/// of the quotes log passes the same second, because until then a quote may still come that belongs to it. Idleness
/// (<see cref="OnIdle"/>) lets both leave early without closing anything: should events for such a window still come, the record is
/// sent again under the same key, so that the last record of every key is the one a replay gives.
/// <code>
///   event time ──►   12    13    14    15    16    17
///   trades log        ▓     ▓     ▓     ▓     ▒     ·     newest trade 15.8, watermark 13.8
///                     └closed─────┘└─open─────┘           windows up to 13 are closed, 14 to 16 may still change
///   quotes log        ▓     ▓     ·                       watermark 12.9
///
///   bar     12, 13    leave when the trades watermark passes their end
///   signal  12        leaves with its bar: no quote of 12 can come any more
///   signal  13        waits (_waiting, Pending) until the quotes watermark passes 13
///
///   OnIdle(trades)    bars 14, 15 leave early from a copy of the indicators (_scratch); the windows stay open
///   OnIdle(quotes)    signal 13 leaves early with the newest quote there is; it stays waiting
///   a later event     the window closes, the hash of what left early is compared: equal → nothing, other → sent again, a revision
/// </code>
/// Watermark, idleness, allowed lateness and early firing are Flink's words
/// (<see href="https://nightlies.apache.org/flink/flink-docs-stable/docs/dev/datastream/event-time/generating_watermarks/">generating watermarks</see>).
/// docs/compute.md has the whole of it.
/// </remarks>
internal sealed partial class PartitionEngine
{
    private const int NearSymbols = 1_024;

    private readonly EngineOptions _options;
    private readonly SymbolBudget _budget;
    private readonly IEngineOutput _output;
    private readonly DerivedRecords _records;
    private readonly TradeConditionRules _rules;
    private readonly MarketDays _calendar = new();
    private readonly WindowCursor _window;
    private readonly Dictionary<string, SymbolState> _symbols = new(StringComparer.Ordinal);
    private readonly SymbolState?[] _nearSymbols = new SymbolState?[NearSymbols];
    private readonly List<SymbolState> _changed = [];
    private readonly List<SymbolState>[] _openBySecond = new List<SymbolState>[SymbolState.OpenSlots];
    private readonly Stack<OpenWindow> _freeWindows = new();
    private readonly Fifo<WaitingSignal> _waiting = new();
    private readonly IndicatorSet _scratch;
    private readonly long _dedupSeconds;
    private readonly long _maxFutureNanos;
    private readonly long _quoteStaleNanos;
    private readonly long _allowedLatenessSeconds;
    private PartitionWatermark _trades;
    private PartitionWatermark _quotes;
    private LatestReceipts _tradeReceipts = new();
    private LatestReceipts _quoteReceipts = new();

    /// <summary>Windows that end at this second or before have been taken out; <see cref="PartitionWatermark.None"/> before any event.</summary>
    private long _finalizedSecond = PartitionWatermark.None;

    /// <summary>How many of the waiting signals, from the front, have already left early.</summary>
    private int _early;

    private bool _quotesIdle;

    /// <param name="budget">How many symbols may have state; null for as many as there are.</param>
    public PartitionEngine(int partition, EngineOptions options, IEngineOutput output, SymbolBudget? budget = null)
    {
        _budget = budget ?? new SymbolBudget(int.MaxValue);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxOutOfOrder, EngineOptions.LargestOutOfOrder);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxFuture, EngineOptions.LargestFuture);
        Partition = partition;
        _options = options;
        _output = output;
        _records = new DerivedRecords(partition, options.TradesTopic);
        _rules = new TradeConditionRules(options.Conditions, SaleConditionTable.Default);
        _window = new WindowCursor(_calendar);
        _scratch = new IndicatorSet(options.VwapWindowSeconds, options.VolatilityWindow);
        _empty = new IndicatorSet(options.VwapWindowSeconds, options.VolatilityWindow);
        _dedupSeconds = (long)Math.Ceiling(options.DedupHorizon.TotalSeconds);
        _maxFutureNanos = Nanos.Of(options.MaxFuture);
        _quoteStaleNanos = (long)options.QuoteStaleAfter.TotalMilliseconds * Nanos.PerMillisecond;
        _allowedLatenessSeconds = (long)Math.Ceiling(options.AllowedLateness.TotalSeconds);
        var disorder = (long)options.MaxOutOfOrder.TotalMilliseconds * Nanos.PerMillisecond;
        _trades = new PartitionWatermark(disorder);
        _quotes = new PartitionWatermark(disorder);
        for (var i = 0; i < _openBySecond.Length; i++)
        {
            _openBySecond[i] = [];
        }
    }

    public int Partition { get; }

    public EngineCounters Counters { get; } = new();

    /// <summary>Why the event that was refused last was; one of <see cref="Plausibility.Reasons"/>.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Clock of the trades log.</summary>
    public PartitionWatermark Trades => _trades;

    /// <summary>Clock of the quotes log.</summary>
    public PartitionWatermark Quotes => _quotes;

    public int SymbolCount => _symbols.Count;

    /// <summary>Signals whose window closed and whose quote is not certain yet.</summary>
    public int WaitingSignals => _waiting.Count;

    /// <summary>Symbols whose state differs from what was saved last.</summary>
    public IReadOnlyList<SymbolState> Changed => _changed;

    public void ClearChanged()
    {
        foreach (var state in _changed)
        {
            state.Changed = false;
        }

        _changed.Clear();
        _evicted.Clear();
    }

    /// <summary>Gives its symbols' places back; the engine is not used after it.</summary>
    public void Release() => _budget.Release(_symbols.Count);

    /// <summary>A symbol's state; null for what is no symbol, or one too many. The grammar is asked once a symbol: whoever has state has passed it.</summary>
    private SymbolState? Find(string symbol)
    {
        // Three letters tell nearly all symbols apart, and decoded ones are the same object every time; the dictionary decides the rest.
        var letters = (symbol[0] * 7) + (symbol[symbol.Length >> 1] * 41) + (symbol[^1] * 293);
        ref var near = ref _nearSymbols[letters & (NearSymbols - 1)];
        if (near is { } known && (ReferenceEquals(known.Symbol, symbol) || known.Symbol == symbol))
        {
            return known;
        }

        return FindFar(symbol) is { } state ? near = state : null;
    }

    private SymbolState? FindFar(string symbol)
    {
        if (!_symbols.TryGetValue(symbol, out var state) && SymbolGrammar.IsValid(symbol) && _budget.TryTake())
        {
            _symbols[symbol] = state = new SymbolState(symbol, _options);
        }

        return state;
    }

    private EventOutcome RefuseSymbol(string symbol) => Refuse(SymbolGrammar.IsValid(symbol) ? Plausibility.TooManySymbols : RefusalReasons.BadSymbol);

    private EventOutcome Refuse(string reason)
    {
        Refusal = reason;
        return EventOutcome.Implausible;
    }

    private void MarkChanged(SymbolState state)
    {
        if (state.Changed)
        {
            return;
        }

        state.Changed = true;
        _changed.Add(state);
    }

    private readonly record struct WaitingSignal(long EndSecond, SymbolState State);
}
