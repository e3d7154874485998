using Torghut.Common.Configuration;

namespace Torghut.Ops.Http;

/// <summary>The service itself.</summary>
internal sealed class OpsOptions
{
    [ConfigurationKey("OPS_PORT", "TCP port of the API, the probes and the metrics.", Min = 0, Max = 65535)]
    public int Port { get; set; } = 8080;

    [ConfigurationKey("TORGHUT_OPS_TOKEN", "Bearer token that changes need; without one every change is refused.", Secret = true)]
    public string Token { get; set; } = "";
}
