using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Faults;

/// <summary>A fault for coming requests.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Api">To which requests; null for any.</param>
/// <param name="Times">To how many.</param>
public sealed record Fault(FaultKind Kind, ApiKey? Api, int Times)
{
    /// <summary>For <see cref="FaultKind.Error"/>: the code in the answer.</summary>
    public short ErrorCode { get; init; }

    /// <summary>For <see cref="FaultKind.Delay"/>: how long.</summary>
    public TimeSpan Duration { get; init; }
}
