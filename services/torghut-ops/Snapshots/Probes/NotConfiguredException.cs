namespace Torghut.Ops.Snapshots.Probes;

/// <summary>A component's address is not configured.</summary>
internal sealed class NotConfiguredException(string key) : Exception($"{Marker} {key} is not set")
{
    /// <summary>What such a fact's detail begins with.</summary>
    public const string Marker = "not configured:";
}
