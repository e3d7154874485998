using Torghut.Common.Configuration;

namespace Torghut.Ws.Status;

/// <summary>The forwarder's own records.</summary>
internal sealed class StatusOptions
{
    [ConfigurationKey("STATUS_HEARTBEAT_MS", "Distance between heartbeats on the status topic.", Min = 100, Max = 600_000)]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(5);
}
