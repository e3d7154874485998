namespace Torghut.Sandbox.Kafka.Faults;

/// <summary>How a broker is away.</summary>
public enum AwayKind
{
    /// <summary>As a process that ended: connections are closed, new ones refused.</summary>
    Refused,

    /// <summary>As a machine that is gone: connections can be made and requests sent, and nothing comes back.</summary>
    Silent,
}
