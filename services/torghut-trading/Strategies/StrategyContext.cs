namespace Torghut.Trading.Strategies;

/// <summary>What a plug-in may know besides the features.</summary>
/// <param name="Symbol">Ticker of the signal.</param>
/// <param name="EventTs">Event time of the signal.</param>
/// <param name="Timeframe">Timeframe of the signal, for example <c>1Sec</c>.</param>
/// <param name="Parameters">Effective parameters.</param>
internal readonly record struct StrategyContext(string Symbol, DateTimeOffset EventTs, string Timeframe, StrategyParameters Parameters)
{
    /// <summary>The symbol's signals up to this one; null while no strategy looks back.</summary>
    public SymbolFeatures? History { get; init; }

    /// <summary>The position in the symbol as the tick began.</summary>
    public HeldPosition Position { get; init; } = HeldPosition.None;
}
