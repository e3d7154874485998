namespace Torghut.Ops.Evidence;

/// <summary>How asking went. A source that was never available is not a source that was checked, and a refusal is not an absence.</summary>
internal enum Outcome
{
    Ok,

    /// <summary>The component answered that there is no such thing.</summary>
    Absent,
    Forbidden,
    Unreachable,
    Timeout,

    /// <summary>There is an answer, and it is older than it may be.</summary>
    Stale,

    /// <summary>There is an answer, and it cannot be read or lacks what was asked for.</summary>
    Malformed,
    NotConfigured,
}
