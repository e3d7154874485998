using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Advisory;

/// <param name="Decision">The decision, written down.</param>
/// <param name="Order">The order as sized and priced, which the risk engine approves.</param>
/// <param name="Input">What it was judged on.</param>
/// <param name="Opens">Whether it opens or increases a position.</param>
/// <param name="Budget">Time of the tick's reviews.</param>
internal sealed record AdvisoryRequest(PlannedDecision Decision, PlannedOrder Order, RiskInput Input, bool Opens, ReviewBudget Budget);
