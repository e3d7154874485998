using System.Text.RegularExpressions;
using Torghut.Testing;

namespace Torghut.Architecture.Tests;

/// <summary>An order request is sent once. What became of it is looked up, never found out by sending it again.</summary>
public sealed partial class OrderPathRules
{
    private const string Trading = "services/torghut-trading";

    private const string Reason = "A request that places, replaces or cancels an order goes through no pipeline that may repeat it.";

    private static readonly string[] Folders =
    [
        $"{Trading}/Submission", $"{Trading}/Safety", $"{Trading}/Execution", $"{Trading}/Lean",
        $"{Trading}/LeanRunner", "libs/Torghut.Alpaca",
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

    /// <summary>What hands an order on, and whether it asks the gate itself. Adapters and their services do as they are told.</summary>
    private static readonly Dictionary<string, bool> SendingFiles = new(StringComparer.Ordinal)
    {
        ["Execution/AlpacaBroker.cs"] = false,
        ["Lean/LeanBroker.cs"] = false,
        ["LeanRunner/LeanOrderService.cs"] = false,
        ["LeanRunner/LeanRunnerEndpoints.cs"] = true,
        ["Loop/ApprovedOrderSender.cs"] = false,
        ["Submission/AdapterChain.cs"] = true,
        ["Submission/OrderSubmitter.cs"] = true,
    };

    [Test]
    public void OrderPath_WhoSends_IsKnownAndAsksTheGate()
    {
        var sending = WorkTree.Files(Trading, "*.cs").Where(path => Send().IsMatch(File.ReadAllText(path))).Select(PathInTrading).Order(StringComparer.Ordinal);
        Assert.That(sending, Is.EqualTo(SendingFiles.Keys), "A new way to the broker leads through the pre-trade gate.");
        Assert.That(
            SendingFiles.Where(file => file.Value && !GateQuestion().IsMatch(File.ReadAllText(Path.Combine(Repository.Root, Trading, file.Key)))), Is.Empty);
    }

    [Test]
    public void OrderPath_WhatStopsOrders_IsJudgedByTheGateAlone()
    {
        string[] folders = ["Advisory", "Decisions", "Loop", "LeanRunner", "OrderReports", "Submission"];
        var found = folders.SelectMany(folder => WorkTree.Files($"{Trading}/{folder}", "*.cs")).Where(path => Stop().IsMatch(File.ReadAllText(path)));
        Assert.That(found.Select(WorkTree.Relative), Is.Empty, "Ask PreTradeGate.");
    }

    [Test]
    public void OrderPath_TheDatabasesAnswer_StandsInOnePlace()
    {
        var found = WorkTree.Files(Trading, "*.cs").Where(path => Predicate().IsMatch(File.ReadAllText(path))).Select(PathInTrading);
        Assert.That(found, Is.EqualTo(new[] { "Safety/PreTradeSql.cs" }));
        var users = WorkTree.Files(Trading, "*.cs").Sum(path => PredicateUse().Count(File.ReadAllText(path)));
        Assert.That(users, Is.EqualTo(3), "The claim, the look after a claim that took long, and the step to another adapter.");
    }

    private static string PathInTrading(string path) => WorkTree.Relative(path)[(Trading.Length + 1)..];

    [GeneratedRegex(@"\bPolly\b|\bTorghut\.Common\.Resilience\b|\bRepeatableCall\b|\bResiliencePipeline\b|\bFullJitterBackoff\b")]
    private static partial Regex Repeating();

    [GeneratedRegex(@"\b(?:IBroker|AlpacaBroker|LeanBroker|LeanBridgeClient|IAlpacaTradingClient|AlpacaTradingClient|OrderSubmitter|AdapterChain)\b")]
    private static partial Regex Sender();

    [GeneratedRegex(@"\w\.Submit(?:Order)?Async\(|\bchain\.SendAsync\(")]
    private static partial Regex Send();

    [GeneratedRegex(@"\b(?:gate|PreTradeGate)\.(?:BeforeClaim|BeforeRequest|IsTooOld|SwitchedOff)\(")]
    private static partial Regex GateQuestion();

    [GeneratedRegex(@"\bKillSwitchEnabled\b|\blatches\.(?:EmergencyStop|State|Reducing)\b|\brateLimiter\.IsOpen\b|\bswitches\.Enabled\b")]
    private static partial Regex Stop();

    [GeneratedRegex(@"\bFOR SHARE\b|\bs\.engaged\s+AND\s+\(s\.latch")]
    private static partial Regex Predicate();

    [GeneratedRegex(@"\{PreTradeSql\.MayLeave\}")]
    private static partial Regex PredicateUse();
}
