using Npgsql;
using Torghut.Trading.Leasing;

namespace Torghut.Trading.Tests.Leasing;

/// <summary>The lease's row in memory; it can be somebody else's, and Postgres can be away.</summary>
internal sealed class MemoryLease : ILeaseStore
{
    private long _token = 1;

    public bool Away { get; set; }

    public bool IsElsewhere { get; set; }

    public Lease? Released { get; private set; }

    public Action Answering { get; set; } = () => { };

    /// <summary>The next owner's token.</summary>
    public void ChangeHands() => _token++;

    public Task<Lease?> AcquireAsync(string name, string owner, TimeSpan ttl, CancellationToken cancellationToken)
    {
        Answering();
        return Away ? throw new NpgsqlException("away") : Task.FromResult(IsElsewhere ? null : new Lease(name, owner, _token));
    }

    public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken)
    {
        Released = lease;
        return Task.CompletedTask;
    }
}
