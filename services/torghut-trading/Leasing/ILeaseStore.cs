namespace Torghut.Trading.Leasing;

/// <summary>The lease where every instance finds it; <see cref="LeaseStore"/> keeps it in Postgres.</summary>
internal interface ILeaseStore
{
    /// <summary>Takes or renews the lease; null when another owner holds it.</summary>
    Task<Lease?> AcquireAsync(string name, string owner, TimeSpan ttl, CancellationToken cancellationToken);

    /// <summary>Gives the lease back.</summary>
    Task ReleaseAsync(Lease lease, CancellationToken cancellationToken);
}
