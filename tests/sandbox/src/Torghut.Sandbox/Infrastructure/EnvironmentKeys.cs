using System.Globalization;
using Torghut.Sandbox.Processes;

namespace Torghut.Sandbox.Infrastructure;

/// <summary>The environment keys with which the services find the sandbox; the same keys name real infrastructure in production.</summary>
internal static class EnvironmentKeys
{
    /// <summary>Real seconds that a signal may take through the pipeline before trading calls it stale; market time runs faster in a replay.</summary>
    private const double PipelineSeconds = 180;

    private const string Strategies = "TRADING_STRATEGY_CONFIG_PATH";

    /// <summary>The keys, after what the user's environment says about safety; <paramref name="say"/> hears of each setting that comes from there.</summary>
    /// <param name="wholePipeline">Whether torghut-ops runs too, so that the universe comes from it, as in production.</param>
    public static IReadOnlyDictionary<string, string> For(
        Addresses addresses, MarketSource market, ServicePorts ports, string stateDirectory, bool wholePipeline, Action<string> say)
    {
        var keys = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["TORGHUT_BIND_ADDRESS"] = "127.0.0.1",
            ["SYMBOLS"] = string.Join(',', market.Symbols),
            ["OPS_STATIC_SYMBOLS"] = string.Join(',', market.Symbols),
            ["TORGHUT_ACCOUNT_LABEL"] = SandboxCredentials.AccountLabel,
            ["TRADING_OPERATOR_TOKEN"] = SandboxCredentials.OperatorToken,
            ["TRADING_REARM_TOKEN"] = SandboxCredentials.RearmToken,
        };
        AddKafka(keys, addresses);
        AddClickHouse(keys, addresses, market);
        AddAlpaca(keys, addresses);
        AddLlm(keys, addresses);
        AddTrading(keys, addresses, market, stateDirectory);
        AddPorts(keys, ports, stateDirectory);
        if (wholePipeline)
        {
            AddUniverse(keys, ports);
        }

        foreach (var kept in SafetySwitches.Respect(keys, Environment.GetEnvironmentVariable))
        {
            say($"{kept} is safer than the sandbox's own setting and stays, as your environment has it.");
        }

        // Whoever wrote strategies of their own sees those run.
        if (Environment.GetEnvironmentVariable(Strategies) is { Length: > 0 } catalogue)
        {
            keys[Strategies] = Path.GetFullPath(catalogue);
            say($"{Strategies} stays as your environment has it: {keys[Strategies]}.");
        }

        return keys;
    }

    /// <summary>torghut-ops holds the universe; the forwarder and trading ask it.</summary>
    private static void AddUniverse(SortedDictionary<string, string> keys, ServicePorts ports)
    {
        keys["JANGAR_SYMBOLS_URL"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports.Ops}/api/torghut/symbols");
        keys["SYMBOLS_POLL_INTERVAL_MS"] = "2000";
        keys["TRADING_UNIVERSE_SOURCE"] = "jangar";
        keys["TRADING_UNIVERSE_REFRESH_SECONDS"] = "2";
    }

    private static void AddKafka(SortedDictionary<string, string> keys, Addresses addresses)
    {
        if (addresses.Kafka is { } kafka)
        {
            keys["KAFKA_BOOTSTRAP"] = kafka;
            keys["TA_KAFKA_BOOTSTRAP"] = kafka;
        }

        if (addresses.Registry is { } registry)
        {
            keys["SCHEMA_REGISTRY_URL"] = Text(registry);
            keys["TA_SCHEMA_REGISTRY_URL"] = Text(registry);
        }

        // The services may start before the first record: nothing of the sandbox's short history should be skipped.
        keys["TA_AUTO_OFFSET_RESET"] = "earliest";
        keys["TA_CHECKPOINT_INTERVAL_MS"] = "500";
        keys["ENABLE_TRADE_UPDATES"] = "true";
        keys["KAFKA_LINGER_MS"] = "5";
    }

    private static void AddClickHouse(SortedDictionary<string, string> keys, Addresses addresses, MarketSource market)
    {
        if (addresses.ClickHouse is not { } clickHouse)
        {
            return;
        }

        keys["TA_CLICKHOUSE_URL"] = Text(clickHouse);
        keys["TA_CLICKHOUSE_USERNAME"] = SandboxCredentials.ClickHouseUser;
        keys["TA_CLICKHOUSE_PASSWORD"] = SandboxCredentials.ClickHousePassword;
        keys["TA_CLICKHOUSE_FLUSH_MS"] = "250";
        if (market.IsReplay)
        {
            // A recording ends without a later tick that would close its last windows; idleness closes them.
            keys["TA_WATERMARK_IDLE_TIMEOUT_MS"] = "3000";

            // Rows of a past day would be older than any time-to-live.
            keys["TA_CLICKHOUSE_TTL_DAYS_MICROBARS"] = "0";
            keys["TA_CLICKHOUSE_TTL_DAYS_SIGNALS"] = "0";
        }
    }

    private static void AddAlpaca(SortedDictionary<string, string> keys, Addresses addresses)
    {
        if (addresses.Simulator is not { } simulator)
        {
            return;
        }

        var socket = new UriBuilder(simulator) { Scheme = "ws" }.Uri;
        keys["ALPACA_KEY_ID"] = SandboxCredentials.AlpacaKeyId;
        keys["ALPACA_SECRET_KEY"] = SandboxCredentials.AlpacaSecretKey;
        keys["ALPACA_FEED"] = "iex";
        keys["ALPACA_STREAM_URL"] = Text(socket);
        keys["ALPACA_TRADE_STREAM_URL"] = Text(socket) + "/stream";
        keys["ALPACA_BASE_URL"] = Text(simulator);
        keys["ALPACA_TRADING_BASE_URL"] = Text(simulator);
    }

    /// <summary>
    /// A model is asked, and by default in shadow: what lets advice have an effect is never set here. Only the provider that the addresses name is asked first.
    /// </summary>
    private static void AddLlm(SortedDictionary<string, string> keys, Addresses addresses)
    {
        if (addresses.Llm is not { } provider)
        {
            return;
        }

        keys["LLM_ENABLED"] = "true";
        keys["LLM_PROVIDER"] = "openai";
        keys["LLM_BASE_URL"] = Text(provider);
        if (addresses.LlmIsOurs)
        {
            keys["LLM_API_KEY"] = SandboxCredentials.LlmKey;
            keys["LLM_MODEL"] = "sandbox-chat";
        }
    }

    private static void AddTrading(SortedDictionary<string, string> keys, Addresses addresses, MarketSource market, string stateDirectory)
    {
        if (addresses.Database is { } database)
        {
            keys["DB_DSN"] = database.Trading;
            keys["TRADING_MIGRATE_AT_START"] = database.HasRoles ? "false" : "true";
        }

        // Paper trading with the switches open that production keeps closed until someone decides otherwise.
        keys["TRADING_ENABLED"] = "true";
        keys["TRADING_MODE"] = "paper";
        keys["TRADING_LIVE_ENABLED"] = "false";
        keys["TRADING_KILL_SWITCH_ENABLED"] = "false";
        keys["TRADING_UNIVERSE_SOURCE"] = "static";
        keys["TRADING_STATIC_SYMBOLS"] = string.Join(',', market.Symbols);
        keys["TRADING_TRADE_UPDATES_ENABLED"] = "true";
        keys[Strategies] = Path.Combine(stateDirectory, "strategies.yaml");
        keys["TRADING_POLL_MS"] = "500";
        keys["TRADING_RECONCILE_MS"] = "2000";
        keys["TRADING_SIGNAL_BATCH_SIZE"] = "5000";
        var seconds = Math.Max(120, PipelineSeconds * Math.Max(1, market.Speed));
        keys["TRADING_SIGNAL_MAX_AGE_SECONDS"] = seconds.ToString("0", CultureInfo.InvariantCulture);
        if (addresses.Simulator is not null)
        {
            // A recorded day's time is not this machine's, and the simulated market has no hours. Alpaca's clock is doubted as in production.
            keys["TRADING_CLOCK_LEAP_SECONDS"] = seconds.ToString("0", CultureInfo.InvariantCulture);
            keys["TRADING_CLOCK_DOUBT_SECONDS"] = "0";
        }

        keys["TRADING_STATE_DIR"] = Path.Combine(stateDirectory, "trading");
        keys["TRADING_SIGNAL_LOOKBACK_MINUTES"] = Math.Max(15, seconds / 30).ToString("0", CultureInfo.InvariantCulture);
        keys["TRADING_PRICE_LOOKBACK_MINUTES"] = Math.Max(5, seconds / 30).ToString("0", CultureInfo.InvariantCulture);
    }

    private static void AddPorts(SortedDictionary<string, string> keys, ServicePorts ports, string stateDirectory)
    {
        static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

        keys["HEALTH_PORT"] = Number(ports.WsHealth);
        keys["METRICS_PORT"] = Number(ports.WsMetrics);
        keys["TA_HEALTH_PORT"] = Number(ports.TaHealth);
        keys["TA_METRICS_PORT"] = Number(ports.TaMetrics);
        keys["TRADING_PORT"] = Number(ports.Trading);
        keys["OPS_PORT"] = Number(ports.Ops);
        keys["TORGHUT_WS_URL"] = $"http://127.0.0.1:{ports.WsHealth}";
        keys["TORGHUT_TA_URL"] = $"http://127.0.0.1:{ports.TaHealth}";
        keys["TORGHUT_TRADING_URL"] = $"http://127.0.0.1:{ports.Trading}";
        keys["TORGHUT_OPS_TOKEN"] = SandboxCredentials.OperatorToken;
        keys["OPS_SYMBOLS_FILE"] = Path.Combine(stateDirectory, "symbols.json");
        keys["OPS_PROCESS_FILE"] = Path.Combine(stateDirectory, ProcessList.FileName);
        keys["OPS_SNAPSHOT_DIR"] = Path.Combine(stateDirectory, "snapshots");
        keys["TA_CHECKPOINT_DIR"] = Path.Combine(stateDirectory, "ta");
    }

    private static string Text(Uri uri) => uri.ToString().TrimEnd('/');
}
