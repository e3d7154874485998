using Torghut.Common.Configuration;

namespace Torghut.Trading.Execution;

/// <summary>How to speak to the broker.</summary>
internal sealed class BrokerOptions : IValidatableOptions
{
    [ConfigurationKey("TRADING_EXECUTION_ADAPTER", "Where orders go: alpaca; lean, which places them through a runner; or simulation, which fills from stored prices and sends nothing.")]
    public ExecutionAdapter Adapter { get; set; } = ExecutionAdapter.Alpaca;

    [ConfigurationKey("TRADING_EXECUTION_FALLBACK_ADAPTER", "Who takes an order that the lean runner is known not to have accepted: alpaca, or none.")]
    public FallbackAdapter Fallback { get; set; } = FallbackAdapter.Alpaca;

    [ConfigurationKey("TRADING_LEAN_RUNNER_URL", "Root of the lean runner.", Schemes = "http,https")]
    public Uri? LeanRunner { get; set; }

    [ConfigurationKey("TRADING_LEAN_RUNNER_TIMEOUT_SECONDS", "How long the runner may take for one order; it should exceed TRADING_BROKER_TIMEOUT_MS of the runner.", Min = 1, Max = 120)]
    public TimeSpan LeanTimeout { get; set; } = TimeSpan.FromSeconds(15);

    [ConfigurationKey("TRADING_LEAN_RUNNER_TOKEN", "Bearer token between the adapter and the runner; the runner takes no order without one.", Secret = true)]
    public string LeanToken { get; set; } = "";

    [ConfigurationKey("TRADING_SIMULATION_CASH", "Cash the simulation adapter starts with, USD.", Min = 1)]
    public decimal SimulationCash { get; set; } = 100_000;

    [ConfigurationKey("ALPACA_KEY_ID", "Key id of the trading account.", Secret = true)]
    public string KeyId { get; set; } = "";

    [ConfigurationKey("ALPACA_SECRET_KEY", "Secret key of the trading account.", Secret = true)]
    public string SecretKey { get; set; } = "";

    [ConfigurationKey("TRADING_BROKER_TIMEOUT_MS", "How long one request to the broker may take; what is not answered by then is unknown.", Min = 100, Max = 60_000)]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    [ConfigurationKey("TRADING_EXECUTION_PREFER_LIMIT", "Send a limit near the touch instead of a market order.")]
    public bool PreferLimit { get; set; } = true;

    [ConfigurationKey("TRADING_EXECUTION_LIMIT_OFFSET_BPS", "How far past the touch a limit may go, basis points.", Min = 0, Max = 500)]
    public decimal LimitOffsetBps { get; set; } = 5;

    [ConfigurationKey("TRADING_ORDER_MAX_AGE_SECONDS", "Oldest signal, market time, whose order is still sent; empty uses TRADING_SIGNAL_MAX_AGE_SECONDS.", Min = 1, Max = 86_400)]
    public TimeSpan? OrderMaxAge { get; set; }

    [ConfigurationKey("TRADING_UNKNOWN_GRACE_MS", "How long after a lost answer a look-up that finds nothing proves nothing.", Min = 0, Max = 600_000)]
    public TimeSpan UnknownGrace { get; set; } = TimeSpan.FromSeconds(5);

    public IEnumerable<ConfigurationProblem> Validate()
    {
        if (Adapter == ExecutionAdapter.Simulation) yield break;
        if (Adapter == ExecutionAdapter.Lean && LeanRunner is null) yield return new("TRADING_LEAN_RUNNER_URL", "the runner's root, because TRADING_EXECUTION_ADAPTER=lean", null);
        if (KeyId.Length == 0) yield return new("ALPACA_KEY_ID", "the key id of the trading account", null);
        if (SecretKey.Length == 0) yield return new("ALPACA_SECRET_KEY", "the secret key of the trading account", null);
    }

    public OrderPolicy Policy => new(PreferLimit, LimitOffsetBps);
}

/// <summary>Adapters that can be chosen.</summary>
internal enum ExecutionAdapter
{
    Alpaca,
    Lean,
    Simulation,
}

/// <summary>Who stands in for the lean runner.</summary>
internal enum FallbackAdapter
{
    None,
    Alpaca,
}
