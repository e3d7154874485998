using System.Text.RegularExpressions;
using Torghut.ClickHouse;
using Torghut.Common.Configuration;

namespace Torghut.Trading.Signals;

/// <summary>Where signals and prices are read.</summary>
internal sealed partial class SignalOptions : IValidatableOptions
{
    [ConfigurationKey("TA_CLICKHOUSE_URL", "ClickHouse's HTTP interface.", Required = true, Schemes = "http,https", JdbcName = "clickhouse")]
    public Uri? ClickHouse { get; set; }

    [ConfigurationKey("TA_CLICKHOUSE_USERNAME", "ClickHouse user.")]
    public string UserName { get; set; } = "torghut";

    [ConfigurationKey("TA_CLICKHOUSE_PASSWORD", "ClickHouse password.", Secret = true)]
    public string Password { get; set; } = "";

    [ConfigurationKey("TA_CLICKHOUSE_CONN_TIMEOUT_SECONDS", "How long a connection and a query may take.", Min = 1, Max = 300)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    [ConfigurationKey("TRADING_SIGNAL_SOURCE", "Where signals come from.")]
    public SignalSourceKind Source { get; set; } = SignalSourceKind.ClickHouse;

    [ConfigurationKey("TRADING_SIGNAL_TABLE", "Table or view of signals, database.table.")]
    public string SignalTable { get; set; } = "torghut.ta_signals";

    [ConfigurationKey("TRADING_SIGNAL_SCHEMA", "Shape of the signal table; auto looks at its columns.")]
    public SignalSchema Schema { get; set; } = SignalSchema.Auto;

    [ConfigurationKey("TRADING_SIGNAL_BATCH_SIZE", "Most signals read at once.", Min = 1, Max = 50_000)]
    public int BatchSize { get; set; } = 500;

    [ConfigurationKey("TRADING_SIGNAL_LOOKBACK_MINUTES", "How far before market time the first read starts, and how old a cursor may be.", Min = 1,
        Max = 43_200)]
    public TimeSpan Lookback { get; set; } = TimeSpan.FromMinutes(15);

    [ConfigurationKey("TRADING_SIGNAL_LATE_SECONDS", "How far behind the cursor late rows are still looked for; empty uses TRADING_SIGNAL_MAX_AGE_SECONDS.",
        Min = 0, Max = 2_592_000)]
    public TimeSpan? LateWindow { get; set; }

    [ConfigurationKey("TRADING_PRICE_TABLE", "Table of microbars, database.table.")]
    public string PriceTable { get; set; } = "torghut.ta_microbars";

    [ConfigurationKey("TRADING_PRICE_LOOKBACK_MINUTES", "Oldest price that still counts.", Min = 1, Max = 43_200)]
    public TimeSpan PriceLookback { get; set; } = TimeSpan.FromMinutes(5);

    [ConfigurationKey("TRADING_FEATURE_MAX_NULL_RATE", "Largest share of missing required features of a symbol in a batch.", Min = 0, Max = 1)]
    public double MaxNullRate { get; set; } = 0.5;

    [ConfigurationKey("TRADING_FEATURE_MAX_STALENESS_SECONDS", "Oldest newest signal of a symbol; empty uses TRADING_SIGNAL_MAX_AGE_SECONDS.", Min = 1,
        Max = 2_592_000)]
    public TimeSpan? MaxStaleness { get; set; }

    [ConfigurationKey("TRADING_FEATURE_MAX_DUPLICATE_RATE", "Largest share of repeated rows of a symbol in a batch.", Min = 0, Max = 1)]
    public double MaxDuplicateRate { get; set; } = 0.5;

    /// <summary>How ClickHouse is reached.</summary>
    public ClickHouseClientSettings Client() => new()
    {
        Endpoint = ClickHouse!,
        User = UserName,
        Password = Password,
        Timeout = Timeout,
        ConnectTimeout = Timeout,
    };

    public FeatureQualityLimits Quality(TimeSpan maxSignalAge) => new(MaxNullRate, MaxStaleness ?? maxSignalAge, MaxDuplicateRate);

    public IEnumerable<ConfigurationProblem> Validate()
    {
        if (!TableName().IsMatch(SignalTable))
        {
            yield return new("TRADING_SIGNAL_TABLE", "database.table", $"'{SignalTable}'");
        }

        if (!TableName().IsMatch(PriceTable))
        {
            yield return new("TRADING_PRICE_TABLE", "database.table", $"'{PriceTable}'");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)?\z")]
    private static partial Regex TableName();
}
