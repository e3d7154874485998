using System.Text.RegularExpressions;

namespace Torghut.Architecture.Tests;

/// <summary>
/// The field has terms for what this suite does; a home-made one costs every reader. These names were in use here once and do not come back.
/// To add one: rename it everywhere, write it and its replacement into <see cref="Replacements"/> and, if the term is new, a line into the glossary.
/// Identifiers count, in code as well as in comments; what stands between quotation marks may be a stored or public word, which only a migration changes.
/// </summary>
public sealed partial class WordRules
{
    private static readonly Dictionary<string, string> Replacements = new(StringComparer.Ordinal)
    {
        ["AccountBooks"] = "AccountBaseline",
        ["AccountStrikes"] = "AccountFaultInjector",
        ["AnswerBody"] = "ResponseBody",
        ["ApiAnswer"] = "ApiResponse",
        ["BookDifference"] = "ReconciliationBreak",
        ["BookKeeper"] = "AccountReconciler",
        ["BookObservation"] = "AccountObservation",
        ["BookStore"] = "AccountBaselineStore",
        ["CatalogueHolder"] = "CurrentCatalogue",
        ["CutShort"] = "UncommittedTail",
        ["DecisionDesk"] = "DecisionProcessor",
        ["DecisionJudge"] = "OrderProposer",
        ["ForeignOrderStore"] = "ExternalOrderStore",
        ["GapLedger"] = "GapTracker",
        ["GapMemory"] = "GapDedupSet",
        ["HeldRecord"] = "BufferedRecord",
        ["InputLog"] = "PartitionPosition",
        ["JsonAnswer"] = "JsonResponse",
        ["LatchBoard"] = "SafetyLatches",
        ["LeanAnswer"] = "LeanResponse",
        ["LeanOrderDesk"] = "LeanOrderService",
        ["LeanRunnerAnswer"] = "LeanRunnerResponse",
        ["LearnAsync"] = "LoadSchemaAsync",
        ["LeaseKeeper"] = "LeaseManager",
        ["MarketBook"] = "SyntheticMarket",
        ["MarketConversation"] = "MarketSessionProtocol",
        ["MarketHub"] = "MarketSessionRegistry",
        ["MarketStrikes"] = "MarketFaultInjector",
        ["NewsDesk"] = "OrderReportHandler",
        ["NewsResult"] = "OrderReportResult",
        ["NewsSources"] = "OrderReportSources",
        ["NodePeer"] = "NodeInteropClient",
        ["OnTheWay"] = "InFlight",
        ["OpenWriter"] = "InitTransactions",
        ["OrderBlocks"] = "EntryBlocks",
        ["OrderFlights"] = "InFlightOrders",
        ["OrderNews"] = "OrderReport",
        ["OrderNewsStore"] = "OrderReportStore",
        ["OrderRoute"] = "AdapterChain",
        ["OrderWatch"] = "OrderPoller",
        ["PaceBook"] = "OrderRateTracker",
        ["PaceChecks"] = "ThrottleChecks",
        ["PaceStore"] = "OrderRateStore",
        ["PaceView"] = "ThrottleView",
        ["Patience"] = "Timeout",
        ["PortfolioBook"] = "PortfolioSnapshot",
        ["PublishingStart"] = "PublisherBootstrap",
        ["QuoteBook"] = "QuoteHistory",
        ["RestAnswer"] = "RestResponse",
        ["RevisionHorizon"] = "AllowedLateness",
        ["SafetyView"] = "PreTradeGate",
        ["SendEarly"] = "FireEarly",
        ["SettleSignals"] = "FinalizeSignals",
        ["SilenceRule"] = "IdleTimeoutPolicy",
        ["SilenceWatch"] = "IdleWatchdog",
        ["SimulationBook"] = "SimulatedAccount",
        ["SimulatorParts"] = "SimulatorComponents",
        ["SubmitGate"] = "BrokerRateLimiter",
        ["SubscriptionKeeper"] = "SubscriptionManager",
        ["SweepStatus"] = "MassCancelStatus",
        ["SymbolBook"] = "SequenceAllocator",
        ["SymbolsAnswer"] = "SymbolsResponse",
        ["TableLane"] = "TableBatcher",
        ["TickGrid"] = "PriceIncrement",
        ["UniverseAnswer"] = "UniverseResponse",
        ["UpdatesHub"] = "UpdatesSessionRegistry",
        ["UpdatesStrikes"] = "UpdatesFaultInjector",
        ["patience"] = "timeout",
    };

    [Test]
    public void EveryFile_Identifiers_AreTheFieldsWords()
    {
        var found = WorkTree.CodeFolders.SelectMany(folder => WorkTree.Files(folder, "*.cs")).SelectMany(FindIn);
        Assert.That(found, Is.Empty, "Say it as the field says it.");
    }

    [Test]
    public void EveryFileName_IsAFieldsWord()
    {
        var found = WorkTree.CodeFolders.SelectMany(folder => WorkTree.Files(folder, "*.cs"))
            .Where(path => Replacements.ContainsKey(Path.GetFileName(path).Split('.')[0])).Select(WorkTree.Relative);
        Assert.That(found, Is.Empty, "A file is named after its type.");
    }

    [TestCase("var desk = new NewsDesk(store);", "NewsDesk")]
    [TestCase("/// <see cref=\"LatchBoard\"/>", "LatchBoard")]
    [TestCase("await stream.ReadAsync(Patience);", "Patience")]
    [TestCase("throw new IOException(\"no NewsDesk\");", null)]
    [TestCase("[\"PaceBook\"] = 1", null)]
    [TestCase("var desk = new NewsDeskTests();", null)]
    public void Match_ALine_FindsTheIdentifierButNoText(string line, string? expected) => Assert.That(Match(line), Is.EqualTo(expected));

    private static IEnumerable<string> FindIn(string path) => File.ReadLines(path)
        .Select((line, index) => (Word: Match(line), Line: index + 1))
        .Where(entry => entry.Word is not null)
        .Select(entry => $"{WorkTree.Relative(path)}:{entry.Line}: {entry.Word}, better {Replacements[entry.Word!]}");

    private static string? Match(string line)
    {
        // A comment's quotation marks hold references, those of code hold text.
        var names = line.TrimStart().StartsWith("//", StringComparison.Ordinal) ? line : Text().Replace(line, "");
        return Identifier().Matches(names).Select(match => match.Value).FirstOrDefault(Replacements.ContainsKey);
    }

    [GeneratedRegex("\"(?:\\\\.|[^\"\\\\])*\"")]
    private static partial Regex Text();

    [GeneratedRegex("[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Identifier();
}
