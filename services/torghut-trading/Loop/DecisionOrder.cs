using Torghut.Trading.Decisions;

namespace Torghut.Trading.Loop;

/// <summary>The order in which the decisions of one batch are made.</summary>
internal static class DecisionOrder
{
    /// <summary>
    /// What closes a position before what opens one, and otherwise as it was: an exit waits for nobody's advice on an entry. Without advice the order is the
    /// signals' own, as in a backtest.
    /// </summary>
    /// <param name="decisions">Decisions in the order of their signals.</param>
    /// <param name="rowOf">A decision's row.</param>
    /// <param name="context">The account before any of them.</param>
    public static IReadOnlyList<T> ClosingFirst<T>(IReadOnlyList<T> decisions, Func<T, DecisionRow> rowOf, TickContext context) =>
        [.. decisions.OrderByDescending(decision => rowOf(decision) is var row && OrderProposer.Closes(row.Side, context.Portfolio.View(row.Symbol)))];
}
