using Npgsql;
using Torghut.Common.Configuration;
using Torghut.Common.Storage;

namespace Torghut.Trading.Storage;

/// <summary>How to reach Postgres.</summary>
internal sealed class DatabaseOptions : IValidatableOptions
{
    [ConfigurationKey("DB_DSN", "Postgres, as postgresql://USER:PASSWORD@HOST:PORT/DATABASE or in Npgsql's key=value form.", Required = true, Secret = true)]
    public string Dsn { get; set; } = "";

    [ConfigurationKey("DB_CONNECT_TIMEOUT_SECONDS", "How long a connection may take to be made.", Min = 1, Max = 60)]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(3);

    [ConfigurationKey("DB_COMMAND_TIMEOUT_SECONDS", "How long a statement may take.", Min = 1, Max = 300)]
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(10);

    [ConfigurationKey("DB_MAX_CONNECTIONS", "Largest number of connections of the trading loop; lease, latches and probes have two each besides.",
        Min = 2, Max = 100)]
    public int MaxConnections { get; set; } = 10;

    [ConfigurationKey("DB_API_MAX_CONNECTIONS", "Largest number of reads of the HTTP interface at a time; further ones wait.", Min = 1, Max = 50)]
    public int ApiConnections { get; set; } = 4;

    [ConfigurationKey("DB_API_READ_WAIT_MS", "How long a read of the HTTP interface waits for its turn before it is refused with 429.", Min = 0, Max = 5_000)]
    public TimeSpan ApiWait { get; set; } = TimeSpan.FromSeconds(1);

    [ConfigurationKey("DB_API_READ_TIMEOUT_SECONDS", "How long a read of the HTTP interface may take.", Min = 1, Max = 60)]
    public TimeSpan ApiTimeout { get; set; } = TimeSpan.FromSeconds(5);

    public IEnumerable<ConfigurationProblem> Validate()
    {
        if (!PostgresDsnParser.TryParse<NpgsqlConnectionStringBuilder>(Dsn, out _))
        {
            yield return new ConfigurationProblem("DB_DSN", PostgresDsnParser.Expected, "a value that is not shown");
        }
    }
}
