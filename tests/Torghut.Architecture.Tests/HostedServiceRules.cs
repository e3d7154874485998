using System.Text.RegularExpressions;

namespace Torghut.Architecture.Tests;

/// <summary>
/// A service's ports are open before it has reached anything: the host opens them after every hosted service has started, so that one which waits in its start
/// keeps them shut. Work is done by background services and loops, whose start waits for nothing.
/// </summary>
public sealed partial class HostedServiceRules
{
    /// <summary>Those that must be told of start or end; their start does nothing.</summary>
    private static readonly string[] Known = ["services/torghut-ws/Publishing/ProducerLifetime.cs"];

    [Test]
    public void HostedServices_Start_WaitsForNothing()
    {
        var found = new[] { "services", "libs" }.SelectMany(folder => WorkTree.Files(folder, "*.cs"))
            .Where(path => Own().IsMatch(File.ReadAllText(path))).Select(WorkTree.Relative);
        Assert.That(found, Is.EqualTo(Known));
        Assert.That(Known.Where(path => !File.ReadAllText(Path.Combine(Torghut.Testing.Repository.Root, path)).Contains(
            "public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;", StringComparison.Ordinal)), Is.Empty);
    }

    /// <summary>In the service that sends orders a failing loop must not end the process, and the emergency stop with it.</summary>
    [Test]
    public void TradingLoops_All_AreSupervised()
    {
        var found = WorkTree.Files("services/torghut-trading", "*.cs").Where(path => Unsupervised().IsMatch(File.ReadAllText(path))).Select(WorkTree.Relative);
        Assert.That(found, Is.Empty, "Implement IServiceLoop and add it with AddServiceLoop.");
    }

    [GeneratedRegex(@"\bclass\b[^{;]*[:,]\s*IHosted(?:Lifecycle)?Service\b|override\s+(?:async\s+)?Task\s+StartAsync\(")]
    private static partial Regex Own();

    [GeneratedRegex(@"\bBackgroundService\b|\bAddHostedService\b")]
    private static partial Regex Unsupervised();
}
