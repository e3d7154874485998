using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Torghut.Common.Health;
using Torghut.Common.Hosting;
using Torghut.Testing;

namespace Torghut.Common.Tests.Hosting;

public sealed class SupervisedLoopTests
{
    private readonly FakeTimeProvider _time = new();
    private Prometheus.CollectorRegistry _registry = null!;
    private LoopFaults _faults = null!;

    [SetUp]
    public void Create()
    {
        _registry = Prometheus.Metrics.NewCustomRegistry();
        _faults = new LoopFaults(_registry);
    }

    [Test]
    public async Task Loop_ThatFails_IsStartedAgainAfterPausesThatGrow()
    {
        var starts = new List<DateTimeOffset>();
        using var loop = Supervise(_ =>
        {
            starts.Add(_time.GetUtcNow());
            throw new InvalidOperationException("drill");
        });
        await loop.StartAsync(CancellationToken.None);
        await AdvanceUntilAsync(() => starts.Count >= 9);
        Assert.That(loop.ExecuteTask!.IsCompleted, Is.False, "the process is not told");
        var pauses = starts.Zip(starts.Skip(1), (a, b) => Math.Round((b - a).TotalSeconds));
        Assert.That(pauses, Is.EqualTo(new double[] { 1, 2, 4, 8, 16, 30, 30, 30 }));
        Assert.That(_faults.Standing["drill"], Is.EqualTo("drill"));
        await loop.StopAsync(CancellationToken.None);
    }

    [Test]
    public async Task Fault_LoopThatRunsWellAgain_IsOver()
    {
        var starts = 0;
        using var loop = Supervise(
            cancellationToken => ++starts == 1 ? throw new InvalidOperationException("drill") : Task.Delay(Timeout.Infinite, cancellationToken));
        await loop.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => _faults.Standing.Count == 1, "the fault stands");
        var golden = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "Torghut.Common.Tests", "Golden", "Metrics", "loops.prom"));
        Assert.That(GoldenExposition.Missing(golden, await ScrapeAsync()), Is.Empty);
        var report = ReadinessReport.Of(null, ("other", true)).Without(_faults.Standing.Keys);
        Assert.That((report.Ready, report.ErrorClass, report.Gates["loop_drill"]), Is.EqualTo((false, "loop_failed", false)));
        await AdvanceUntilAsync(() => starts == 2);
        Assert.That(_faults.Standing, Has.Count.EqualTo(1), "starting is not running well");
        await AdvanceUntilAsync(() => _faults.Standing.Count == 0);
        Assert.That(ReadinessReport.Of(null, ("other", true)).Without(_faults.Standing.Keys).Ready, Is.True);
        await loop.StopAsync(CancellationToken.None);
    }

    [Test]
    public async Task Loop_ToldToStop_EndsWithoutAFault()
    {
        using var loop = Supervise(cancellationToken => Task.Delay(Timeout.Infinite, cancellationToken));
        await loop.StartAsync(CancellationToken.None);
        await loop.StopAsync(CancellationToken.None);
        Assert.That((_faults.Standing.Count, loop.ExecuteTask!.IsFaulted), Is.EqualTo((0, false)));
    }

    [Test]
    public async Task Loop_ThatWaitsForSomething_DoesNotKeepTheServiceFromStarting()
    {
        var ready = new TaskCompletionSource();
        var ran = false;
        using var loop = Supervise(
            cancellationToken =>
            {
                ran = true;
                return Task.Delay(Timeout.Infinite, cancellationToken);
            },
            (_, cancellationToken) => ready.Task.WaitAsync(cancellationToken));
        await loop.StartAsync(CancellationToken.None);
        Assert.That(ran, Is.False);
        ready.SetResult();
        await Eventually.HoldsAsync(() => ran, "it runs");
        await loop.StopAsync(CancellationToken.None);
    }

    private BackgroundService Supervise(Func<CancellationToken, Task> run, Func<IServiceProvider, CancellationToken, Task>? after = null) =>
        (BackgroundService)new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_time).AddSingleton(_faults).AddSingleton(new DrillLoop(run))
            .AddServiceLoop<DrillLoop>("drill", after).BuildServiceProvider().GetRequiredService<IHostedService>();

    private sealed class DrillLoop(Func<CancellationToken, Task> run) : IServiceLoop
    {
        public Task RunAsync(CancellationToken cancellationToken) => run(cancellationToken);
    }

    private Task AdvanceUntilAsync(Func<bool> condition) => Eventually.HoldsAsync(
        () =>
        {
            if (!condition())
            {
                _time.Advance(TimeSpan.FromMilliseconds(500));
            }

            return condition();
        },
        "the condition holds");

    private async Task<string> ScrapeAsync()
    {
        using var text = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(text);
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }
}
