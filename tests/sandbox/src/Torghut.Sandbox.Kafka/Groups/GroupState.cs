namespace Torghut.Sandbox.Kafka.Groups;

/// <summary>Where a group stands. The names are those the protocol's descriptions use.</summary>
internal enum GroupState
{
    Empty,
    PreparingRebalance,
    CompletingRebalance,
    Stable,
    Dead,
}
