namespace Torghut.Contracts.Market;

/// <summary>Why a datum is no market data: stable words of metrics, dead letters and logs, the same at every boundary.</summary>
public static class RefusalReasons
{
    /// <summary>The symbol is outside <see cref="SymbolGrammar"/>.</summary>
    public const string BadSymbol = "bad_symbol";

    /// <summary>A price or size is infinite or no number.</summary>
    public const string NotFinite = "not_finite";

    /// <summary>A price, size or count is outside <see cref="MarketDataBounds"/>, or one half of a quote's side is missing.</summary>
    public const string OutOfRange = "out_of_range";

    /// <summary>The event is ahead of its own receipt by more than <see cref="MarketDataBounds.MaxFuture"/>.</summary>
    public const string EventAhead = "event_ahead";

    /// <summary>The event is before <see cref="MarketDataBounds.FirstEventTs"/>.</summary>
    public const string EventTooOld = "event_too_old";

    /// <summary>The encoded record has more than <see cref="MarketDataBounds.MaxRecordBytes"/>.</summary>
    public const string TooLong = "too_long";

    public static IReadOnlyList<string> All { get; } = [BadSymbol, NotFinite, OutOfRange, EventAhead, EventTooOld, TooLong];
}
