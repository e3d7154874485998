using Torghut.Common.Hosting;

namespace Torghut.Common.Kafka;

/// <summary>What keeps a loop from waiting for a client without end.</summary>
/// <param name="OverdueCalls">Is told of calls that do not return.</param>
/// <param name="Pulses">Ends the process when a loop stands still in a call that cannot be abandoned.</param>
/// <param name="Time">Measures both.</param>
public sealed record ClientGuards(OverdueCalls OverdueCalls, LoopPulses Pulses, TimeProvider Time);
