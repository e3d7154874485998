using Torghut.Ta.EventTime;
using Torghut.Ta.Indicators;
using Torghut.Ta.Microbars;

namespace Torghut.Ta.Engine;

/// <summary>Everything the engine remembers about one symbol; bounded by the disorder, the horizons and the indicators' windows.</summary>
internal sealed partial class SymbolState(string symbol, EngineOptions options)
{
    /// <summary>Windows that can be open at once, a power of two above the seconds of the largest allowed disorder and of the largest allowed future.</summary>
    public const int OpenSlots = 128;

    private readonly OpenWindow?[] _open = new OpenWindow?[OpenSlots];

    public string Symbol { get; } = symbol;

    /// <summary>Feed of the newest trade, copied into derived records.</summary>
    public string Feed { get; set; } = "";

    public long LastTradeOffset { get; set; } = -1;

    public long LastQuoteOffset { get; set; } = -1;

    public TradeIdSet TradeIds { get; } = new();

    public QuoteHistory Quotes { get; } = new();

    public IndicatorSet Indicators { get; private set; } = new(options.VwapWindowSeconds, options.VolatilityWindow);

    /// <summary>Hour of the trades clock at the last trade, hours since the epoch; <see cref="PartitionWatermark.None"/> before the first.</summary>
    public long TradeHour { get; set; } = PartitionWatermark.None;

    /// <summary>Hour of the quotes clock at the last quote.</summary>
    public long QuoteHour { get; set; } = PartitionWatermark.None;

    /// <summary>Corporate actions; null before one was declared.</summary>
    public DeclaredActions? Actions { get; set; }

    public bool HasOpen => Array.Exists(_open, window => window is not null);

    /// <summary>Signals without their quote yet, oldest first.</summary>
    public Fifo<PendingSignal> Pending { get; } = new();

    /// <summary>Whether the state differs from the one saved last.</summary>
    public bool Changed { get; set; }

    public void RestartIndicators() => Indicators = new IndicatorSet(options.VwapWindowSeconds, options.VolatilityWindow);

    public OpenWindow? FindOpen(long endSecond) => _open[endSecond & (OpenSlots - 1)];

    public void SetOpen(long endSecond, OpenWindow? window) => _open[endSecond & (OpenSlots - 1)] = window;
}
