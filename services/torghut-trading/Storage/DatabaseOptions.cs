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

    [ConfigurationKey("DB_MAX_CONNECTIONS", "Largest number of connections kept.", Min = 2, Max = 100)]
    public int MaxConnections { get; set; } = 10;

    [ConfigurationKey("DB_SERVICE_ROLE", "Role that 'migrate' grants the service's least rights to; empty grants nothing.")]
    public string ServiceRole { get; set; } = "";

    public IEnumerable<ConfigurationProblem> Validate()
    {
        if (!PostgresDsnParser.TryParse<NpgsqlConnectionStringBuilder>(Dsn, out _))
        {
            yield return new ConfigurationProblem("DB_DSN", PostgresDsnParser.Expected, "a value that is not shown");
        }
    }
}
