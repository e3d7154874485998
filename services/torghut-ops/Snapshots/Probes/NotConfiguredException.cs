namespace Torghut.Ops.Snapshots.Probes;

/// <summary>A component's address is not configured.</summary>
internal sealed class NotConfiguredException(string key) : Exception($"{key} is not set");
