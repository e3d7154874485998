namespace Torghut.Sandbox.Infrastructure;

/// <summary>Ports of the four services on this machine.</summary>
internal sealed record ServicePorts(int WsHealth, int WsMetrics, int TaHealth, int TaMetrics, int Trading, int Ops)
{
    public static ServicePorts Choose() => new(
        FreePort.Prefer(18080), FreePort.Prefer(19090), FreePort.Prefer(18085), FreePort.Prefer(19249), FreePort.Prefer(18181), FreePort.Prefer(18088));
}
