using Dapper;
using Npgsql;

namespace Torghut.Trading.Storage;

/// <summary>Finds out whether Postgres takes writes: after a failover a connection may well end at a server that answers reads only.</summary>
internal sealed class DatabaseProbe(Database database)
{
    /// <summary>Writes a row and takes it back. Null when that works, otherwise a stable word for why not.</summary>
    public async Task<string?> FindFaultAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await database.RunAsync<string?>(
                async connection =>
                {
                    await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                    await connection.ExecuteAsync(new CommandDefinition(
                        """
                        INSERT INTO trading_lease (name, owner, token, acquired_at, expires_at)
                        VALUES ('write check ' || gen_random_uuid(), '', 0, clock_timestamp(), clock_timestamp())
                        """,
                        transaction: transaction,
                        cancellationToken: cancellationToken));
                    await transaction.RollbackAsync(cancellationToken);
                    return null;
                },
                cancellationToken);
        }
        catch (PostgresException refused)
        {
            return refused.SqlState switch
            {
                PostgresErrorCodes.ReadOnlySqlTransaction => "read_only",
                PostgresErrorCodes.DiskFull => "disk_full",
                _ => "writes_refused",
            };
        }
    }
}
