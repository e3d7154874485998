namespace Torghut.Ops.TradingHistory.Explanations;

/// <summary>The steps from market data to a fill, in their order.</summary>
internal enum StepKind
{
    Ticks,
    Bar,
    Signal,
    Decision,
    Risk,
    Review,
    Order,
    Fills,
}
