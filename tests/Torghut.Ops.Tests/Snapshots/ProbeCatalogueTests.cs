using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Ops.Cluster;
using Torghut.Ops.Http;
using Torghut.Ops.Kafka;
using Torghut.Ops.Snapshots;
using Torghut.Ops.Snapshots.Classification;
using Torghut.Ops.Snapshots.History;
using Torghut.Ops.Symbols;

namespace Torghut.Ops.Tests.Snapshots;

public sealed class ProbeCatalogueTests
{
    /// <summary>A probe that no verdict needs would fail and nobody would hear of it; a needed one that nobody asks is blind for good.</summary>
    [Test]
    public async Task Probes_OfASnapshot_AreThoseThatAVerdictNeeds()
    {
        var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddSingleton(Prometheus.Metrics.NewCustomRegistry())
            .AddSingleton(new OpsOptions()).AddSingleton(new TargetOptions()).AddSingleton(new SnapshotOptions()).AddSingleton(new SymbolOptions())
            .AddSingleton(new HistoryOptions()).AddSingleton(new ClusterOptions()).AddSingleton(new KafkaTargetOptions());
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        await using var provider = services.AddSymbols().AddSnapshots().BuildServiceProvider();
        var catalogue = provider.GetRequiredService<ProbeCatalogue>();
        var asked = catalogue.Others.Append(catalogue.TradingStatus).Select(probe => $"{probe.Component}.{probe.Name}").Append("market.session");
        Assert.That(asked, Is.EquivalentTo(RequiredEvidence.For(new FactSet([], Facts.Now)).Select(row => row.Id)));
    }
}
