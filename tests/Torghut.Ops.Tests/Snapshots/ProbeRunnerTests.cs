using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots;
using Torghut.Ops.Snapshots.Probes;

namespace Torghut.Ops.Tests.Snapshots;

public sealed class ProbeRunnerTests
{
    private static readonly SnapshotOptions Options = new() { ProbeTimeout = TimeSpan.FromMilliseconds(100) };

    [Test]
    public async Task RunAsync_ProbeThatNeverAnswers_IsAFailedFact()
    {
        // The token is ignored on purpose: a driver may do so too.
        var fact = await RunAsync(_ => new TaskCompletionSource<Reading>().Task);
        Assert.Multiple(() =>
        {
            Assert.That(fact.Ok, Is.False);
            Assert.That(fact.Detail, Is.EqualTo("no answer within 100 ms"));
            Assert.That(fact.DurationMs, Is.GreaterThanOrEqualTo(90));
        });
    }

    [Test]
    public async Task RunAsync_UnknownFailure_HidesItsMessage()
    {
        var fact = await RunAsync(_ => throw new InvalidOperationException("password=secret"));
        Assert.Multiple(() =>
        {
            Assert.That(fact.Ok, Is.False);
            Assert.That(fact.Detail, Is.EqualTo("failed: InvalidOperationException"));
        });
    }

    [Test]
    public void RunAsync_CallerCancels_IsNoFact()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.That(
            async () => await Runner().RunAsync(Make(cancellationToken => Task.FromCanceled<Reading>(cancellationToken)), cancelled.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    private static Task<Fact> RunAsync(Func<CancellationToken, Task<Reading>> ask) =>
        Runner().RunAsync(Make(ask), CancellationToken.None);

    private static ProbeRunner Runner() => new(TimeProvider.System, Options, NullLogger<ProbeRunner>.Instance);

    private static Probe Make(Func<CancellationToken, Task<Reading>> ask) => new(Plane.Data, "c", "p", "command", ask);
}
