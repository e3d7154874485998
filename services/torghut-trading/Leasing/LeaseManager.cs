using Npgsql;
using Torghut.Common.Hosting;
using Torghut.Trading.Observability;

namespace Torghut.Trading.Leasing;

/// <summary>Takes the lease and renews it three times within its life; what it says is valid by this process's own clock, with a margin.</summary>
internal sealed class LeaseManager(ILeaseStore store, LeaseOptions options, TradingGauges gauges, TimeProvider time, ILogger<LeaseManager> logger)
    : IServiceLoop, ILeaseState
{
    private readonly string _owner = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";
    private volatile HeldLease? _held;

    public string Owner => _owner;

    /// <summary>Whether the last attempt could not reach Postgres.</summary>
    public bool DatabaseDown { get; private set; }

    /// <summary>The lease while it is ours for at least a third of its life more; null otherwise.</summary>
    public Lease? Current => _held is { } held && time.GetElapsedTime(held.RenewedAt) < options.Ttl * 2 / 3 ? held.Lease : null;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Ttl / 6, time);
        try
        {
            do
            {
                await RenewAsync(cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        finally
        {
            await ReleaseAsync();
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        var before = time.GetTimestamp();
        Lease? lease = null;
        try
        {
            lease = await store.AcquireAsync(options.Name, _owner, options.Ttl, cancellationToken);
            DatabaseDown = false;
            if (lease is null)
            {
                _held = null;
            }
        }
        catch (Exception down) when (down is NpgsqlException or TimeoutException)
        {
            if (!DatabaseDown)
            {
                TradingLog.DatabaseDown(logger, down.Message);
            }

            DatabaseDown = true;
        }

        if (lease is not null)
        {
            if (_held?.Lease.Token != lease.Token)
            {
                TradingLog.LeaseTaken(logger, lease.Name, lease.Token);
            }

            _held = new HeldLease(lease, before);
        }

        if (gauges.LeaseHeld && Current is null)
        {
            TradingLog.LeaseLost(logger, options.Name);
        }

        gauges.LeaseHeld = Current is not null;
    }

    private async Task ReleaseAsync()
    {
        if (_held is not { } held)
        {
            return;
        }

        _held = null;
        gauges.LeaseHeld = false;
        try
        {
            await store.ReleaseAsync(held.Lease, CancellationToken.None);
        }
        catch (Exception down) when (down is NpgsqlException or TimeoutException)
        {
            TradingLog.DatabaseDown(logger, down.Message);
        }
    }

    private sealed record HeldLease(Lease Lease, long RenewedAt);
}
