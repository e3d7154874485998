using Torghut.Sandbox.ClickHouse.Engine;

namespace Torghut.Sandbox.ClickHouse.Sessions;

/// <summary>A session while one request has it.</summary>
internal sealed class SessionLease(EngineSession connection, Action giveBack) : IDisposable
{
    public EngineSession Connection => connection;

    public void Dispose() => giveBack();
}
