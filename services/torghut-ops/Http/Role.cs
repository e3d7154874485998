namespace Torghut.Ops.Http;

/// <summary>What a caller may do; each may what those before it may.</summary>
internal enum Role
{
    Anyone,

    /// <summary>Reads what the system looks like.</summary>
    Viewer,

    /// <summary>Changes what this service owns.</summary>
    Operator,

    /// <summary>Changes the system.</summary>
    Actuator,
}
