using Torghut.Common.Configuration;

namespace Torghut.Ops.Http;

/// <summary>The service itself.</summary>
internal sealed class OpsOptions : IValidatableOptions
{
    [ConfigurationKey("OPS_PORT", "TCP port of the API, the probes and the metrics.", Min = 0, Max = 65535)]
    public int Port { get; set; } = 8080;

    [ConfigurationKey("TORGHUT_OPS_TOKEN", "Bearer token of operators, which changes of the universe need; without one they are refused.", Secret = true)]
    public string Token { get; set; } = "";

    [ConfigurationKey("TORGHUT_OPS_VIEWER_TOKEN", "Bearer token that reading snapshots needs; without one anyone may read them.", Secret = true)]
    public string ViewerToken { get; set; } = "";

    [ConfigurationKey("TORGHUT_OPS_ACTUATOR_TOKEN", "Bearer token that changes of the system need; without one they are refused over HTTP.", Secret = true)]
    public string ActuatorToken { get; set; } = "";

    public IEnumerable<ConfigurationProblem> Validate()
    {
        string[] tokens = [.. new[] { Token, ViewerToken, ActuatorToken }.Where(token => token.Length > 0)];
        if (tokens.Distinct(StringComparer.Ordinal).Count() < tokens.Length)
        {
            yield return new("TORGHUT_OPS_TOKEN", "another token than those of the other roles", "a value that is not shown");
        }
    }
}
