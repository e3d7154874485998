using LibGit2Sharp;

namespace Torghut.Ops.Actuation;

/// <summary>A change before it is made.</summary>
/// <param name="Summary">What it means, for a person.</param>
/// <param name="Parent">The commit that was looked at, upon which the change is made: what came since is not undone.</param>
/// <param name="Before">The file as it is.</param>
/// <param name="After">The file as it would be.</param>
internal sealed record PlannedChange(string Id, string Title, string Summary, Commit Parent, string File, string Before, string After)
{
    public bool IsNeeded => Before != After;

    public string Branch => "torghut-ops/" + Id;

    public string RollbackCommand => $"torghut-ops actuate --rollback {Id} --reason TEXT --confirm {Actuator.Confirmation}";
}
