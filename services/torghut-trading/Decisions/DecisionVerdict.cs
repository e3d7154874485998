using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Decisions;

/// <summary>What became of a decision before the broker hears of it.</summary>
/// <param name="Order">The exact order that was judged.</param>
/// <param name="Sizing">How its quantity came about.</param>
/// <param name="Risk">The engine's verdict.</param>
/// <param name="RiskMap">The engine's input and verdict, for the audit.</param>
internal sealed record DecisionVerdict(PlannedOrder Order, JsonMap Sizing, RiskVerdict Risk, JsonMap RiskMap);
