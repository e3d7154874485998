using Torghut.Ta.Indicators;
using Torghut.Ta.Microbars;

namespace Torghut.Ta.Engine;

/// <summary>Everything the engine remembers about one symbol; bounded by the disorder, the horizons and the indicators' windows.</summary>
internal sealed partial class SymbolState(string symbol, EngineOptions options)
{
    /// <summary>Windows that can be open at once, a power of two above the largest allowed disorder in seconds.</summary>
    public const int OpenSlots = 64;

    private readonly OpenWindow?[] _open = new OpenWindow?[OpenSlots];

    public string Symbol { get; } = symbol;

    /// <summary>Feed of the newest trade, copied into derived records.</summary>
    public string Feed { get; set; } = "";

    public long LastTradeOffset { get; set; } = -1;

    public long LastQuoteOffset { get; set; } = -1;

    public TradeIdSet TradeIds { get; } = new();

    public QuoteHistory Quotes { get; } = new();

    public IndicatorSet Indicators { get; } = new(options.VwapWindowSeconds, options.VolatilityWindow);

    /// <summary>Signals without their quote yet, oldest first.</summary>
    public Fifo<PendingSignal> Pending { get; } = new();

    /// <summary>Whether the state differs from the one saved last.</summary>
    public bool Changed { get; set; }

    public OpenWindow? FindOpen(long endSecond) => _open[endSecond & (OpenSlots - 1)];

    public void SetOpen(long endSecond, OpenWindow? window) => _open[endSecond & (OpenSlots - 1)] = window;
}
