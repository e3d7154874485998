using Torghut.Ops.GitOps;

namespace Torghut.Ops.Actuation;

/// <summary>A change that on-call may make: the fields of one file that it touches, and no others.</summary>
internal sealed record Procedure(string Name, string File, string Summary, Func<ProcedureInput, IReadOnlyList<FieldChange>> Changes)
{
    /// <summary>A field that must have a value before the change is made; null when any will do.</summary>
    public FieldChange? Requires { get; init; }

    /// <summary>Whether <c>--force-restart</c> means something.</summary>
    public bool MayForceRestart { get; init; }
}
