using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Torghut.Trading.Api;
using Torghut.Trading.Leasing;
using Torghut.Trading.Safety;
using Torghut.Trading.Storage;
using Torghut.Trading.Tests.Hosting;

namespace Torghut.Trading.Tests.Storage;

/// <summary>Whoever reads, and however long a lock lasts: the lease, the latches and the loop have connections of their own (npgsql 4611).</summary>
public sealed class DatabasePoolsTests
{
    private ServiceProvider _services = null!;

    private DatabasePools Pools => _services.GetRequiredService<DatabasePools>();

    [OneTimeSetUp]
    public void Compose()
    {
        _services = Composition.Create().Services.BuildServiceProvider();
    }

    [OneTimeTearDown]
    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Test]
    public void Pools_All_AreDifferent() => Assert.That(
        new[] { _services.GetRequiredService<Database>(), Pools.Lease, Pools.Latches, Pools.Probes, Pools.Api }, Is.Unique);

    [Test]
    public void Users_OfAPool_HaveNoOther()
    {
        Assert.That(PoolOf<ILeaseStore>(), Is.SameAs(Pools.Lease));
        Assert.That(PoolOf<ILatchStore>(), Is.SameAs(Pools.Latches));
        Assert.That(PoolOf<ReadQueries>(), Is.SameAs(Pools.Api));
        Assert.That(PoolOf<EvidenceQueries>(), Is.SameAs(Pools.Api));
    }

    private Database PoolOf<T>()
        where T : notnull
    {
        var user = _services.GetRequiredService<T>();
        return (Database)user.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
            .Single(field => field.FieldType == typeof(Database)).GetValue(user)!;
    }
}
