using Npgsql;
using Torghut.Sandbox.Postgres.Processes;

namespace Torghut.Sandbox.Postgres;

/// <summary>Waits until a server takes queries in its database.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <param name="process">The server, when it was started here: its end is noticed, and its database created.</param>
    /// <param name="data">Its data folder, which tells it from another server that holds the port.</param>
    /// <param name="address">Where it should answer.</param>
    /// <param name="timeout">Longest wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task WaitAsync(ServerProcess? process, string? data, NpgsqlConnectionStringBuilder address, TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        long start = TimeProvider.System.GetTimestamp();
        Exception? lastError = null;
        while (true)
        {
            try
            {
                if (data is null || await CreateDatabaseAsync(address, data, cancellationToken))
                {
                    await using NpgsqlConnection connection = await OpenAsync(address.ConnectionString, cancellationToken);
                    return;
                }
            }
            catch (NpgsqlException error) when (process is not null || IsTooEarly(error))
            {
                // A refusal may be another server's, on a port that was taken; then ours ends at once.
                if (!IsTooEarly(error) && !await EndsSoonAsync(process!, cancellationToken))
                {
                    throw;
                }

                lastError = error;
            }

            if (process is { HasExited: true })
            {
                // Returns when the last line has been read, too.
                await process.WaitAsync(cancellationToken);
                throw new InvalidOperationException($"PostgreSQL ended with {process.ExitCode}: {process.Output}", lastError);
            }

            if (TimeProvider.System.GetElapsedTime(start) > timeout)
            {
                throw new TimeoutException(
                    $"PostgreSQL on {address.Host}:{address.Port} did not answer within {timeout.TotalSeconds:0} s: {lastError?.Message}", lastError);
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<bool> EndsSoonAsync(ServerProcess process, CancellationToken cancellationToken)
    {
        for (int i = 0; i < 20 && !process.HasExited; i++)
        {
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        return process.HasExited;
    }

    // Nobody listens yet, or the server says that it is starting up (57P03).
    private static bool IsTooEarly(NpgsqlException error) => error is not PostgresException refusal || refusal.SqlState == PostgresErrorCodes.CannotConnectNow;

    // False when the server is another one.
    private static async Task<bool> CreateDatabaseAsync(NpgsqlConnectionStringBuilder address, string data, CancellationToken cancellationToken)
    {
        string maintenance = new NpgsqlConnectionStringBuilder(address.ConnectionString) { Database = "postgres" }.ConnectionString;
        await using NpgsqlConnection connection = await OpenAsync(maintenance, cancellationToken);
        await using var whose = new NpgsqlCommand("SHOW data_directory", connection);
        if ((string?)await whose.ExecuteScalarAsync(cancellationToken) != data)
        {
            return false;
        }

        await using var find =
            new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = address.Database } } };
        if (await find.ExecuteScalarAsync(cancellationToken) is not null)
        {
            return true;
        }

        await using var create = new NpgsqlCommand("CREATE DATABASE " + Quote(address.Database!), connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        // Without a pool: a pooled connection would be broken by the next stop.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 5 }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
