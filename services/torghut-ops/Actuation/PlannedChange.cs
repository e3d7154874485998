using Torghut.Ops.GitOps;

namespace Torghut.Ops.Actuation;

/// <summary>A change before it is made.</summary>
/// <param name="Before">The file as it is.</param>
/// <param name="After">The file as it would be.</param>
internal sealed record PlannedChange(string Id, string Title, string File, string Before, string After, IReadOnlyList<FieldChange> Fields)
{
    public bool IsNeeded => Before != After;

    public string Branch => "torghut-ops/" + Id;

    public string RollbackCommand => $"torghut-ops actuate --rollback {Id} --reason TEXT --confirm {Actuator.Confirmation}";
}
