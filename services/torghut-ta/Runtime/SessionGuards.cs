using Torghut.Common.Hosting;
using Torghut.Common.Kafka;

namespace Torghut.Ta.Runtime;

/// <summary>What keeps a session from standing still.</summary>
/// <param name="OverdueCalls">Is told of calls that do not return.</param>
/// <param name="Pulse">Is beaten by the session's thread.</param>
/// <param name="Time">Measures both.</param>
internal sealed record SessionGuards(OverdueCalls OverdueCalls, LoopPulse Pulse, TimeProvider Time);
