namespace Torghut.Ops.GitOps;

/// <summary>A change of a file in Git that is not made.</summary>
/// <param name="gate">A stable word for what does not hold.</param>
internal sealed class GitOpsException(string gate, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Gate => gate;
}
