namespace Torghut.Ops.Cluster;

/// <summary>What an emergency change writes on an Argo CD application whose self-heal it pauses, by name of the annotation.</summary>
internal static class SelfHealMarks
{
    public const string Owner = "torghut/self-heal-paused-by";
    public const string Expiry = "torghut/self-heal-paused-until";
    public const string Reason = "torghut/self-heal-paused-for";
}
