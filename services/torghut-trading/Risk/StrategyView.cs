namespace Torghut.Trading.Risk;

/// <param name="Suspended">Disabled by the runaway guard until a human re-enables it.</param>
/// <param name="SymbolAllowed">The symbol is in the universe and in the strategy's own list.</param>
/// <param name="AdvisoryVeto">The AI review vetoed the decision.</param>
/// <param name="MaxNotional">The strategy's own cap, USD; null for none.</param>
/// <param name="MaxPositionPct">The strategy's own cap, fraction of equity; null for none.</param>
/// <param name="Cooldown">The strategy's own cool-down; null for none.</param>
internal sealed record StrategyView(
    bool Enabled,
    bool Suspended,
    bool SymbolAllowed,
    bool AdvisoryVeto,
    decimal? MaxNotional,
    decimal? MaxPositionPct,
    TimeSpan? Cooldown);
