using Torghut.Trading.Decisions;

namespace Torghut.Trading.OrderReports;

/// <summary>What applying a report changed.</summary>
/// <param name="IsNew">The order was not known before.</param>
/// <param name="Changed">The order's row is new or different.</param>
/// <param name="NewEvent">The event had not been seen.</param>
/// <param name="External">No decision of ours led to the order.</param>
/// <param name="Violation">The order's decision was never allowed to be sent.</param>
/// <param name="Decision">The decision before the report.</param>
/// <param name="NewlyFilled">Shares filled since the last report.</param>
/// <param name="Rejected">The decision's order became one that the broker has refused, after it had taken it.</param>
/// <param name="Replaced">Whether what the broker answered took the place of what a record had said.</param>
internal sealed record OrderReportResult(
    bool IsNew, bool Changed, bool NewEvent, bool External, bool Violation, DecisionRow? Decision, decimal NewlyFilled,
    bool Rejected = false, bool Replaced = false);
