using Npgsql;
using Torghut.Common.Configuration;
using Torghut.Common.Storage;
using Torghut.Contracts;

namespace Torghut.Ops.Snapshots;

/// <summary>What is looked at. A target without an address is reported as not configured, never guessed.</summary>
internal sealed class TargetOptions : IValidatableOptions
{
    [ConfigurationKey("TA_CLICKHOUSE_URL", "ClickHouse's HTTP interface.", Schemes = "http,https", JdbcName = "clickhouse")]
    public Uri? ClickHouse { get; set; }

    [ConfigurationKey("TA_CLICKHOUSE_USERNAME", "ClickHouse user; reading is enough.")]
    public string ClickHouseUser { get; set; } = "default";

    [ConfigurationKey("TA_CLICKHOUSE_PASSWORD", "That user's password.", Secret = true)]
    public string ClickHousePassword { get; set; } = "";

    [ConfigurationKey("TA_CLICKHOUSE_DATABASE", "Database that holds ta_signals and ta_microbars.")]
    public string ClickHouseDatabase { get; set; } = DerivedTables.Database;

    [ConfigurationKey("DB_DSN", "Postgres, as postgresql://USER:PASSWORD@HOST:PORT/DATABASE or in Npgsql's key=value form; reading is enough.", Secret = true)]
    public string PostgresDsn { get; set; } = "";

    [ConfigurationKey("TORGHUT_TRADING_URL", "Base address of torghut-trading.", Schemes = "http,https")]
    public Uri? Trading { get; set; }

    [ConfigurationKey("TORGHUT_WS_URL", "Base address of torghut-ws.", Schemes = "http,https")]
    public Uri? Forwarder { get; set; }

    [ConfigurationKey("TORGHUT_TA_URL", "Base address of torghut-ta.", Schemes = "http,https")]
    public Uri? TechnicalAnalysis { get; set; }

    [ConfigurationKey("OPS_PROCESS_FILE", "List of processes that somebody keeps running, where there is no cluster; the sandbox writes one.")]
    public string ProcessFile { get; set; } = "";

    public IEnumerable<ConfigurationProblem> Validate()
    {
        // The name becomes part of statements, in snapshots for people to paste too.
        if (!ClickHouseDatabase.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            yield return new("TA_CLICKHOUSE_DATABASE", "letters, digits and underscores", $"'{ClickHouseDatabase}'");
        }

        if (PostgresDsn.Length > 0 && !PostgresDsnParser.TryParse<NpgsqlConnectionStringBuilder>(PostgresDsn, out _))
        {
            yield return new("DB_DSN", PostgresDsnParser.Expected, "a value that is not shown");
        }
    }
}
