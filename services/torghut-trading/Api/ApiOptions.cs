using Torghut.Common.Configuration;

namespace Torghut.Trading.Api;

/// <summary>The HTTP interface.</summary>
internal sealed class ApiOptions : IValidatableOptions
{
    [ConfigurationKey("TRADING_PORT", "Port of the HTTP interface.", Min = 0, Max = 65_535)]
    public int Port { get; set; } = 8181;

    [ConfigurationKey("TRADING_OPERATOR_TOKEN", "Bearer token of the endpoints that make things safer; empty closes them.", Secret = true)]
    public string OperatorToken { get; set; } = "";

    [ConfigurationKey("TRADING_REARM_TOKEN",
        "Bearer token of the endpoints that release a latch; empty closes them. It must differ from TRADING_OPERATOR_TOKEN.", Secret = true)]
    public string RearmToken { get; set; } = "";

    public IEnumerable<ConfigurationProblem> Validate()
    {
        if (OperatorToken.Length > 0 && OperatorToken == RearmToken)
        {
            yield return new("TRADING_REARM_TOKEN", "another value than TRADING_OPERATOR_TOKEN", "the same value");
        }
    }
}
