namespace Torghut.Common.Health;

/// <summary>Whether the process should be kept; answers <c>GET /healthz</c> and depends on nothing outside the process.</summary>
public interface ILiveness
{
    bool IsAlive { get; }
}
