namespace Torghut.Ops.GitOps;

/// <summary>One field of a YAML file and the value that it gets.</summary>
/// <param name="Path">Keys from the top to the field.</param>
internal sealed record FieldChange(IReadOnlyList<string> Path, string Value)
{
    public string Name => string.Join('.', Path);
}
