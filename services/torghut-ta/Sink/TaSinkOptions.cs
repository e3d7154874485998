using Torghut.Common.Configuration;
using Torghut.Ta.Sink.Schema;

namespace Torghut.Ta.Sink;

/// <summary>The ClickHouse sink.</summary>
internal sealed class TaSinkOptions
{
    [ConfigurationKey("TA_SINK_STATE", "paused stops writing to ClickHouse; compute goes on and rows wait in Kafka.")]
    public SinkState State { get; set; } = SinkState.Running;

    [ConfigurationKey("TA_CLICKHOUSE_URL", "ClickHouse's HTTP interface; empty runs without a sink.", Schemes = "http,https", JdbcName = "clickhouse")]
    public Uri? Url { get; set; }

    [ConfigurationKey("TA_CLICKHOUSE_USERNAME", "ClickHouse user.")]
    public string Username { get; set; } = "default";

    [ConfigurationKey("TA_CLICKHOUSE_PASSWORD", "ClickHouse password.", Secret = true)]
    public string Password { get; set; } = "";

    [ConfigurationKey("TA_CLICKHOUSE_DATABASE", "Database of the tables.")]
    public string Database { get; set; } = TaTableOptions.Default.Database;

    [ConfigurationKey("TA_CLICKHOUSE_BATCH_SIZE", "Rows of one insert at most.", Min = 1, Max = 1_000_000)]
    public int BatchSize { get; set; } = 10_000;

    [ConfigurationKey("TA_CLICKHOUSE_FLUSH_MS", "Longest time a row waits for its batch to fill.", Min = 10, Max = 60_000)]
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    [ConfigurationKey("TA_CLICKHOUSE_MAX_RETRIES", "Attempts of one insert before the sink says that it is paused; it goes on trying.", Min = 0, Max = 100)]
    public int MaxRetries { get; set; } = 3;

    [ConfigurationKey("TA_CLICKHOUSE_CONN_TIMEOUT_SECONDS", "Longest wait for a connection.", Min = 1, Max = 300)]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    [ConfigurationKey("TA_CLICKHOUSE_INSERT_TIMEOUT_SECONDS", "Longest wait for the answer to an insert.", Min = 1, Max = 3_600)]
    public TimeSpan InsertTimeout { get; set; } = TimeSpan.FromSeconds(60);

    [ConfigurationKey("TA_CLICKHOUSE_SLOW_MS", "An insert that takes longer makes the sink degraded: rows come late, but they come.", Min = 50, Max = 600_000)]
    public TimeSpan SlowAfter { get; set; } = TimeSpan.FromSeconds(1);

    [ConfigurationKey("TA_CLICKHOUSE_CLUSTER", "Cluster for ON CLUSTER and replicated tables; empty for a single node.")]
    public string Cluster { get; set; } = "";

    [ConfigurationKey("TA_CLICKHOUSE_TTL_DAYS_MICROBARS", "Days that microbars are kept; 0 for ever.", Min = 0, Max = 36_500)]
    public int TtlDaysMicrobars { get; set; } = TaTableOptions.Default.MicrobarDays;

    [ConfigurationKey("TA_CLICKHOUSE_TTL_DAYS_SIGNALS", "Days that signals are kept; 0 for ever.", Min = 0, Max = 36_500)]
    public int TtlDaysSignals { get; set; } = TaTableOptions.Default.SignalDays;
}
