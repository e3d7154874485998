using Torghut.Common.Configuration;

namespace Torghut.Trading.LeanRunner;

/// <summary>The runner's HTTP interface.</summary>
internal sealed class LeanRunnerOptions
{
    [ConfigurationKey("TRADING_LEAN_RUNNER_PORT", "Port of the lean runner.", Min = 0, Max = 65_535)]
    public int Port { get; set; } = 8088;
}
