using Torghut.ClickHouse;
using Torghut.Ops.Snapshots;
using Torghut.Ops.Snapshots.Probes;

namespace Torghut.Ops.Tests.Snapshots;

/// <summary>Counting symbols reads rows, which is what a server that is short of memory is to be spared.</summary>
public sealed class FreshSymbolsTests
{
    [TestCase("LowMemory", 0)]
    [TestCase("Auto", 1)]
    public async Task Symbols_ServerIsShortOfMemory_AreNotCounted(string mode, int asked)
    {
        var server = new ShortOfMemory();
        var reading = await ProbeOf(Enum.Parse<FreshnessQueryMode>(mode), server).AskAsync(CancellationToken.None);
        Assert.That((reading.Value!["skipped"]!.GetValue<bool>(), server.Asked), Is.EqualTo((true, asked)));
    }

    [Test]
    public async Task Symbols_Precisely_FailAsTheServerSays() => await Assert.ThrowsAsync<ClickHouseServerException>(
        () => ProbeOf(FreshnessQueryMode.Precise, new ShortOfMemory()).AskAsync(CancellationToken.None));

    private static Probe ProbeOf(FreshnessQueryMode mode, ShortOfMemory server) =>
        new ClickHouseProbes(new TargetOptions(), new SnapshotOptions { FreshnessMode = mode }, server, TimeProvider.System).All()
            .Single(probe => probe.Name == ClickHouseProbes.FreshSymbols);
}
