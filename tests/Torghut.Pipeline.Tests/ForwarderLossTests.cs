using Torghut.Pipeline.Tests.Support;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests;

/// <summary>The forwarder dies and comes back: the counters go on, and every trade and quote that was sent is accounted for.</summary>
public sealed class ForwarderLossTests : DataFolderFixture
{
    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(3);

    [Test]
    [Category("Long")]
    public async Task Up_ForwarderKilled_CountersGoOnAndAccountForEverything()
    {
        await using var up = SandboxProgram.Start(DataFolder, ["up", "--data", Path.Combine(DataFolder, "run")]);
        await Eventually.HoldsAsync(
            () => up.HasExited || StatusLine.Of(up).Any(line => line is { Kafka: > 500, Missed: 0 }), "all that was sent so far is in Kafka or dropped",
            RunTimeout);
        Assert.That(up.HasExited, Is.False, up.Output);

        ProcessTable.Kill(up.Id, "/torghut-ws\0");
        var before = StatusLine.Of(up).Count;
        await Eventually.HoldsAsync(() => up.HasExited || StatusLine.Of(up).Skip(before).Count(line => line.Kafka > 0) > 3, "it goes on", RunTimeout);

        var lines = StatusLine.Of(up);
        Assert.That(lines.Select(line => line.Kafka), Is.Ordered, up.Output);
        Assert.That(lines.Select(line => line.Microbars), Is.Ordered, up.Output);
        Assert.That(lines.Where(line => line.Sent + line.History > line.Kafka + line.Dropped + line.Missed), Is.Empty, up.Output);
        Assert.That(lines.Select(line => line.History), Is.Ordered.And.Some.GreaterThan(0), up.Output);
    }
}
