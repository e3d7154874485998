namespace Torghut.Sandbox.Kafka.Faults;

/// <summary>How a request is made to fail.</summary>
public enum FaultKind
{
    Error,
    Delay,
    DropBefore,
    DropAfter,
}
