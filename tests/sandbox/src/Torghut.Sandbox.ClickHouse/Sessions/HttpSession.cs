using Torghut.Sandbox.ClickHouse.Engine;

namespace Torghut.Sandbox.ClickHouse.Sessions;

/// <summary>A named session: a connection of its own, in which temporary tables, USE and SET outlive a request.</summary>
internal sealed class HttpSession(ClickHouseEngine engine) : IDisposable
{
    public EngineSession Connection { get; } = engine.Connect();

    /// <summary>Whether a request runs in it.</summary>
    public bool IsLocked { get; set; }

    /// <summary>How long it lives unused.</summary>
    public TimeSpan Timeout { get; set; }

    /// <summary>When its last request ended, in the time provider's timestamps.</summary>
    public long LastUsed { get; set; }

    public void Dispose() => Connection.Dispose();
}
