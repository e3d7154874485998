using Dapper;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Leasing;

/// <summary>The lease row; the database's clock alone decides about expiry (<c>docs/adr/0015-lease-and-fencing.md</c>).</summary>
internal sealed class LeaseStore(Database database) : ILeaseStore
{
    /// <summary>Takes or renews the lease; null when another owner holds it.</summary>
    public async Task<Lease?> AcquireAsync(string name, string owner, TimeSpan ttl, CancellationToken cancellationToken)
    {
        var token = await database.RunAsync(
            connection => connection.ExecuteScalarAsync<long?>(new CommandDefinition(
                """
                INSERT INTO trading_lease AS l (name, owner, token, acquired_at, expires_at)
                VALUES (@name, @owner, 1, clock_timestamp(), clock_timestamp() + @ttl)
                ON CONFLICT (name) DO UPDATE SET
                  token = CASE WHEN l.owner = @owner AND l.expires_at > clock_timestamp() THEN l.token ELSE l.token + 1 END,
                  acquired_at = CASE WHEN l.owner = @owner AND l.expires_at > clock_timestamp() THEN l.acquired_at ELSE clock_timestamp() END,
                  owner = @owner,
                  expires_at = clock_timestamp() + @ttl
                WHERE l.owner = @owner OR l.expires_at <= clock_timestamp()
                RETURNING token
                """,
                new { name, owner, ttl },
                cancellationToken: cancellationToken)),
            cancellationToken);
        return token is { } granted ? new Lease(name, owner, granted) : null;
    }

    /// <summary>Gives the lease back, so that the next instance need not wait for it to expire.</summary>
    public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.ExecuteAsync(new CommandDefinition(
            "UPDATE trading_lease SET expires_at = clock_timestamp() WHERE name = @Name AND owner = @Owner AND token = @Token",
            lease,
            cancellationToken: cancellationToken)),
        cancellationToken);
}
