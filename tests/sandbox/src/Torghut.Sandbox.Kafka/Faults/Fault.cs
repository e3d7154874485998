using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Faults;

/// <summary>A fault for coming requests.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Api">To which requests; null for any.</param>
/// <param name="Times">To how many; of no account for a fault that lasts.</param>
public sealed record Fault(FaultKind Kind, ApiKey? Api, int Times)
{
    /// <summary>For <see cref="FaultKind.Error"/>: the code in the answer.</summary>
    public short ErrorCode { get; init; }

    /// <summary>For <see cref="FaultKind.Delay"/>: how long.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>For how long from now every such request fails; null for the number of <see cref="Times"/>.</summary>
    public TimeSpan? Lasting { get; init; }

    /// <summary>When <see cref="Lasting"/> is over, in the broker's timestamps.</summary>
    internal long Ends { get; init; }
}
