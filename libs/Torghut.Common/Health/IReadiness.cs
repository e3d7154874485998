namespace Torghut.Common.Health;

/// <summary>Whether the service can do its work now; answers <c>GET /readyz</c>.</summary>
public interface IReadiness
{
    ReadinessReport Current { get; }
}
