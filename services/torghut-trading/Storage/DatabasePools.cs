using Torghut.Common.Drills;

namespace Torghut.Trading.Storage;

/// <summary>Pools beside the loop's: a reader or a lock that lasts must cost nobody the lease, a latch or a probe.</summary>
internal sealed class DatabasePools(DatabaseOptions options, Failpoints failpoints) : IAsyncDisposable
{
    /// <summary>One that works and one for what must still be said at the end.</summary>
    private const int Few = 2;

    /// <summary>The lease is renewed more often than this.</summary>
    private static readonly TimeSpan LeaseTimeout = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);

    public Database Lease { get; } = Database.Own(options, Few, LeaseTimeout);

    public Database Latches { get; } = Database.Own(options, Few, ProbeTimeout);

    /// <summary>For answers to whether Postgres can be used.</summary>
    public Database Probes { get; } = Database.Own(options, Few, ProbeTimeout);

    /// <summary>For reads of the HTTP interface.</summary>
    public Database Api { get; } = Database.Own(options, options.ApiConnections, options.ApiTimeout);

    /// <summary>For reviews: one that nobody waits for must keep no connection from the loop.</summary>
    public Database Advisory { get; } = Database.Own(options, Few + Few, ProbeTimeout, failpoints);

    public async ValueTask DisposeAsync()
    {
        await Advisory.DisposeAsync();
        await Lease.DisposeAsync();
        await Latches.DisposeAsync();
        await Probes.DisposeAsync();
        await Api.DisposeAsync();
    }
}
