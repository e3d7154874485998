using System.Text.RegularExpressions;

namespace Torghut.Architecture.Tests;

/// <summary>An order request is sent once. What became of it is looked up, never found out by sending it again.</summary>
public sealed partial class OrderPathRules
{
    private const string Reason = "A request that places, replaces or cancels an order goes through no pipeline that may repeat it.";

    private static readonly string[] Folders =
    [
        "services/torghut-trading/Submission", "services/torghut-trading/Safety", "services/torghut-trading/Execution", "services/torghut-trading/Lean",
        "services/torghut-trading/LeanRunner", "libs/Torghut.Alpaca",
    ];

    [TestCaseSource(nameof(Folders))]
    public void OrderPath_Source_KnowsNoRetries(string folder)
    {
        var files = WorkTree.Files(folder, "*.cs").ToList();
        Assert.That(files, Is.Not.Empty, "The order path has moved; so must this rule.");
        Assert.That(files.Where(path => Repeating().IsMatch(File.ReadAllText(path))).Select(WorkTree.Relative), Is.Empty, Reason);
    }

    [Test]
    public void OrderPath_Senders_AreNamedInNoFileThatRepeats()
    {
        var found = WorkTree.Files("services/torghut-trading", "*.cs")
            .Where(path => File.ReadAllText(path) is var text && Repeating().IsMatch(text) && Sender().IsMatch(text))
            .Select(WorkTree.Relative);
        Assert.That(found, Is.Empty, Reason);
    }

    [Test]
    public void HttpClients_Handlers_NeverRepeat()
    {
        var found = new[] { "services", "libs" }.SelectMany(folder => WorkTree.Files(folder, "*.csproj"))
            .Where(path => File.ReadAllText(path).Contains("Http.Resilience", StringComparison.Ordinal));
        Assert.That(found.Select(WorkTree.Relative), Is.Empty, "A handler that repeats requests would repeat orders too.");
    }

    [GeneratedRegex(@"\bPolly\b|\bTorghut\.Common\.Resilience\b|\bRepeatableCall\b|\bResiliencePipeline\b|\bFullJitterBackoff\b")]
    private static partial Regex Repeating();

    [GeneratedRegex(@"\b(?:IBroker|AlpacaBroker|LeanBroker|LeanBridgeClient|IAlpacaTradingClient|AlpacaTradingClient|OrderSubmitter|AdapterChain)\b")]
    private static partial Regex Sender();
}
