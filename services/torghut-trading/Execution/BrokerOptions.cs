using System.Globalization;
using Torghut.Common.Configuration;

namespace Torghut.Trading.Execution;

/// <summary>How to speak to the broker.</summary>
internal sealed class BrokerOptions : IValidatableOptions
{
    [ConfigurationKey("TRADING_EXECUTION_ADAPTER",
        "Where orders go: alpaca; lean, which places them through a runner; or simulation, which fills from stored prices and sends nothing.")]
    public ExecutionAdapter Adapter { get; set; } = ExecutionAdapter.Alpaca;

    [ConfigurationKey("TRADING_EXECUTION_FALLBACK_ADAPTER", "Who takes an order that the lean runner is known not to have accepted: alpaca, or none.")]
    public FallbackAdapter Fallback { get; set; } = FallbackAdapter.Alpaca;

    [ConfigurationKey("TRADING_LEAN_RUNNER_URL", "Root of the lean runner.", Schemes = "http,https")]
    public Uri? LeanRunner { get; set; }

    [ConfigurationKey("TRADING_LEAN_RUNNER_TIMEOUT_SECONDS",
        "How long the runner may take for one order; it should exceed TRADING_BROKER_TIMEOUT_MS of the runner.", Min = 1, Max = 120)]
    public TimeSpan LeanTimeout { get; set; } = TimeSpan.FromSeconds(15);

    [ConfigurationKey("TRADING_LEAN_RUNNER_TOKEN", "Bearer token between the adapter and the runner; the runner takes no order without one.", Secret = true)]
    public string LeanToken { get; set; } = "";

    [ConfigurationKey("TRADING_SIMULATION_CASH", "Cash the simulation adapter starts with, USD.", Min = 1)]
    public decimal SimulationCash { get; set; } = 100_000;

    [ConfigurationKey("TRADING_SIMULATION_HOURS", "When the simulated market is open: in the exchanges' regular sessions, or always.")]
    public SimulationHours SimulationHours { get; set; } = SimulationHours.Regular;

    [ConfigurationKey("TRADING_REPLAY_FROM", "Market time at which a replay starts, for example 2026-02-06T14:30:00Z; empty runs on this machine's clock.")]
    public string ReplayFromText { get; set; } = "";

    [ConfigurationKey("TRADING_REPLAY_TO", "Market time at which a replay ends and stands still.")]
    public string ReplayToText { get; set; } = "";

    [ConfigurationKey("TRADING_REPLAY_STEP_MS", "Market time between two ticks of a replay.", Min = 1, Max = 86_400_000)]
    public TimeSpan ReplayStep { get; set; } = TimeSpan.FromSeconds(1);

    [ConfigurationKey("ALPACA_KEY_ID", "Key id of the trading account.", Secret = true)]
    public string KeyId { get; set; } = "";

    [ConfigurationKey("ALPACA_SECRET_KEY", "Secret key of the trading account.", Secret = true)]
    public string SecretKey { get; set; } = "";

    [ConfigurationKey("ALPACA_BASE_URL",
        "Root of Alpaca's market data, the second source of prices; empty: Alpaca's own, or the trading interface's root where that is not Alpaca's.",
        Schemes = "https,http")]
    public Uri? DataAddress { get; set; }

    [ConfigurationKey("ALPACA_FEED", "Feed of the second source of prices, for example iex or sip.")]
    public string Feed { get; set; } = "iex";

    [ConfigurationKey("TRADING_BROKER_TIMEOUT_MS", "How long one request to the broker may take; what is not answered by then is unknown.", Min = 100,
        Max = 60_000)]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    [ConfigurationKey("TRADING_EXECUTION_PREFER_LIMIT", "Send a limit near the touch instead of a market order.")]
    public bool PreferLimit { get; set; } = true;

    [ConfigurationKey("TRADING_EXECUTION_LIMIT_OFFSET_BPS", "How far past the touch a limit may go, basis points.", Min = 0, Max = 500)]
    public decimal LimitOffsetBps { get; set; } = 5;

    [ConfigurationKey("TRADING_ORDER_MAX_AGE_SECONDS", "Oldest signal, market time, whose order is still sent; empty uses TRADING_SIGNAL_MAX_AGE_SECONDS.",
        Min = 1, Max = 86_400)]
    public TimeSpan? OrderMaxAge { get; set; }

    [ConfigurationKey("TRADING_UNKNOWN_GRACE_MS", "How long after a lost answer a look-up that finds nothing proves nothing.", Min = 0, Max = 600_000)]
    public TimeSpan UnknownGrace { get; set; } = TimeSpan.FromSeconds(5);

    public DateTimeOffset? ReplayFrom => ParseTime(ReplayFromText);

    public DateTimeOffset? ReplayTo => ParseTime(ReplayToText);

    [ConfigurationKey("TRADING_CLOCK_LEAP_SECONDS",
        "How far one answer of the broker's clock may be from what the time since the one before lets expect; further needs a second answer that agrees.",
        Min = 1,
        Max = 2_592_000)]
    public TimeSpan ClockLeap { get; set; } = TimeSpan.FromSeconds(30);

    [ConfigurationKey("TRADING_CLOCK_DOUBT_SECONDS",
        "For how long answers of the broker's clock must agree that leap away from earlier ones and this machine's clock; 0 where the market is simulated.",
        Min = 0,
        Max = 3_600)]
    public TimeSpan ClockDoubt { get; set; } = TimeSpan.FromSeconds(60);

    public IEnumerable<ConfigurationProblem> Validate() => [.. ValidateAdapter(), .. ValidateReplay()];

    private IEnumerable<ConfigurationProblem> ValidateReplay()
    {
        if (ReplayFromText.Length == 0 && ReplayToText.Length == 0)
        {
            yield break;
        }

        if (Adapter != ExecutionAdapter.Simulation)
        {
            yield return new("TRADING_REPLAY_FROM", "nothing, unless TRADING_EXECUTION_ADAPTER=simulation: a broker's clock cannot be replayed",
                $"'{ReplayFromText}'");
        }

        if (ReplayFrom is null)
        {
            yield return new("TRADING_REPLAY_FROM", "a UTC time such as 2026-02-06T14:30:00Z", $"'{ReplayFromText}'");
        }

        if (ReplayTo is null || ReplayTo <= ReplayFrom)
        {
            yield return new("TRADING_REPLAY_TO", "a UTC time after TRADING_REPLAY_FROM", $"'{ReplayToText}'");
        }
    }

    private IEnumerable<ConfigurationProblem> ValidateAdapter()
    {
        if (Adapter == ExecutionAdapter.Simulation)
        {
            yield break;
        }

        if (Adapter == ExecutionAdapter.Lean && LeanRunner is null)
        {
            yield return new("TRADING_LEAN_RUNNER_URL", "the runner's root, because TRADING_EXECUTION_ADAPTER=lean", null);
        }

        if (KeyId.Length == 0)
        {
            yield return new("ALPACA_KEY_ID", "the key id of the trading account", null);
        }

        if (SecretKey.Length == 0)
        {
            yield return new("ALPACA_SECRET_KEY", "the secret key of the trading account", null);
        }
    }

    private static DateTimeOffset? ParseTime(string text) =>
        DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"], CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    public OrderPolicy Policy => new(PreferLimit, LimitOffsetBps);
}
