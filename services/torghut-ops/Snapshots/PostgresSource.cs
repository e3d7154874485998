using System.Globalization;
using Npgsql;
using Torghut.Common.Storage;

namespace Torghut.Ops.Snapshots;

/// <summary>Connections to trading's database, over which the server refuses to change anything.</summary>
internal static class PostgresSource
{
    /// <summary>How much longer than its statement a call waits, for the answer to come.</summary>
    private static readonly TimeSpan OnTheWire = TimeSpan.FromSeconds(2);

    /// <param name="connections">The most there are.</param>
    /// <param name="timeout">How long the server may work on one statement; null leaves that to the caller.</param>
    /// <returns>Null when no address is configured.</returns>
    public static NpgsqlDataSource? Open(TargetOptions targets, int connections, TimeSpan? timeout = null)
    {
        if (!PostgresDsnParser.TryParse<NpgsqlConnectionStringBuilder>(targets.PostgresDsn, out var dsn) || targets.PostgresDsn.Length == 0)
        {
            return null;
        }

        dsn.MaxPoolSize = connections;
        dsn.ApplicationName = "torghut-ops";
        // Ops looks; the server refuses anything else.
        dsn.Options = "-c default_transaction_read_only=on";
        if (timeout is { } longest)
        {
            dsn.Options += string.Create(CultureInfo.InvariantCulture, $" -c statement_timeout={longest.TotalMilliseconds:0}");
            dsn.CommandTimeout = dsn.Timeout = (int)Math.Ceiling((longest + OnTheWire).TotalSeconds);
        }

        var source = new NpgsqlDataSourceBuilder(dsn.ConnectionString);

        // The first connection would ask for every type of the database, and everybody wait for it; only built-in types are read.
        source.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return source.Build();
    }
}
