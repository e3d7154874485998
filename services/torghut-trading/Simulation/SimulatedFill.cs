using Torghut.Trading.Execution;

namespace Torghut.Trading.Simulation;

/// <summary>Shares that were bought or sold at once.</summary>
/// <param name="Order">The order after it.</param>
/// <param name="Qty">Shares.</param>
/// <param name="Price">USD a share.</param>
/// <param name="At">Market time.</param>
internal readonly record struct SimulatedFill(BrokerOrder Order, decimal Qty, decimal Price, DateTimeOffset At);
