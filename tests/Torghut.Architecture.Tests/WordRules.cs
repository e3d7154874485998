using System.Text.RegularExpressions;

namespace Torghut.Architecture.Tests;

/// <summary>
/// The field has terms for what this suite does; a home-made one costs every reader. These names were in use here once and do not come back.
/// To add one: rename it everywhere, write it and its replacement into <see cref="Replacements"/> and, if the term is new, a line into the glossary.
/// Identifiers count, in code as well as in comments. Stored and public words (columns, routes, keys, metrics, latches) count wherever they stand, except where
/// <see cref="Aliases"/> keeps one alive for the version before.
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
        ["BooksDisagree"] = "ReconciliationBreak",
        ["BreakAnswers"] = "BreakResponses",
        ["CatalogueHolder"] = "CurrentCatalogue",
        ["CutShort"] = "UncommittedTail",
        ["DecisionDesk"] = "DecisionProcessor",
        ["DecisionJudge"] = "OrderProposer",
        ["ForeignOrder"] = "ExternalOrder",
        ["ForeignOrderPresent"] = "ExternalOrderPresent",
        ["ForeignOrderStore"] = "ExternalOrderStore",
        ["GapLedger"] = "GapTracker",
        ["GapMemory"] = "GapDedupSet",
        ["HeldRecord"] = "BufferedRecord",
        ["InputLog"] = "PartitionPosition",
        ["IsForeign"] = "IsExternal",
        ["JsonAnswer"] = "JsonResponse",
        ["LatchBoard"] = "SafetyLatches",
        ["LeanAnswer"] = "LeanResponse",
        ["LeanOrderDesk"] = "LeanOrderService",
        ["LeanRunnerAnswer"] = "LeanRunnerResponse",
        ["LearnAsync"] = "LoadSchemaAsync",
        ["LeaseKeeper"] = "LeaseManager",
        ["LoseAnswers"] = "LoseResponses",
        ["MarketBook"] = "SyntheticMarket",
        ["MarketConversation"] = "MarketSessionProtocol",
        ["MarketHub"] = "MarketSessionRegistry",
        ["MarketStrikes"] = "MarketFaultInjector",
        ["NewsCommitted"] = "ReportCommitted",
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

    /// <summary>Stored and public words that are no more.</summary>
    private static readonly Dictionary<string, string> Stored = new(StringComparer.Ordinal)
    {
        ["account_books"] = "account_baselines",
        ["books_disagree"] = "reconciliation_break",
        ["books_opened"] = "account_baseline_opened",
        ["breakAnswers"] = "breakResponses",
        ["foreign-orders"] = "external-orders",
        ["foreign_order"] = "external_order",
        ["foreign_order_acknowledged"] = "external_order_acknowledged",
        ["foreign_orders"] = "external_orders",
        ["is_foreign"] = "is_external",
        ["loseAnswers"] = "loseResponses",
        ["news_committed"] = "report_committed",
        ["sweep"] = "mass_cancel",
        ["sweep_elapsed"] = "mass_cancel_elapsed",
        ["torghut_trading_books_disagree"] = "torghut_trading_reconciliation_break",
        ["torghut_trading_books_disagree_total"] = "torghut_trading_reconciliation_breaks_total",
        ["torghut_trading_foreign_orders_total"] = "torghut_trading_external_orders_total",
        ["TRADING_BOOKS_CASH_TOLERANCE"] = "TRADING_RECONCILIATION_CASH_TOLERANCE",
    };

    /// <summary>
    /// The places that keep former words for the version before, with the words that each may hold: what is stored, what reads it, and the tests of that.
    /// Applied migrations and what a version before wrote are never edited.
    /// </summary>
    private static readonly Dictionary<string, string[]> Aliases = new(StringComparer.Ordinal)
    {
        ["0001_decisions_and_orders.sql"] = ["is_foreign"],
        ["0005_books.sql"] = ["account_books", "books_disagree"],
        ["0007_field_names.sql"] = ["account_books", "books_disagree", "is_foreign"],
        ["AuditCrossCheck.cs"] = ["books_disagree"],
        ["AuditKinds.cs"] = ["books_disagree", "books_opened", "foreign_order", "foreign_order_acknowledged"],
        ["BacktestCommand.cs"] = ["sweep"],
        ["BacktestSweep.cs"] = ["sweep"],
        ["FailpointNames.cs"] = ["news_committed"],
        ["FaultState.cs"] = ["BreakAnswers", "LoseAnswers"],
        ["FaultTests.cs"] = ["breakAnswers", "loseAnswers"],
        ["Latch.cs"] = ["books_disagree"],
        ["LatchHistory.cs"] = ["books_disagree"],
        ["OperatorEndpoints.cs"] = ["foreign-orders"],
        ["ReadQueries.cs"] = ["is_foreign"],
        ["RiskOptions.cs"] = ["TRADING_BOOKS_CASH_TOLERANCE"],
        ["0008_books_explained.sql"] = ["account_books"],
        ["0018_positions_by_fills.sql"] = ["books_disagree"],
        ["ServiceRights.cs"] = ["account_books"],
        ["SafetyStatus.cs"] = ["foreign_orders", "sweep", "sweep_elapsed"],
        ["TradingMetrics.cs"] = ["books_disagree", "torghut_trading_books_disagree", "torghut_trading_foreign_orders_total"],
        ["UpgradeTests.cs"] = ["account_books", "books_disagree", "books_opened", "foreign-orders", "foreign_order", "is_foreign"],
        ["WordRules.cs"] = [.. Stored.Keys, .. Replacements.Keys],
        ["fresh.prom"] = ["torghut_trading_books_disagree"],
        ["openapi.json"] = ["foreign-orders"],
        ["rows.sql"] = ["account_books", "books_disagree", "books_opened", "foreign_order", "foreign_orders", "is_foreign"],
        ["sale-conditions.csv"] = ["sweep"],
        ["used.prom"] = ["books_disagree", "torghut_trading_books_disagree", "torghut_trading_foreign_orders_total"],
    };

    private static readonly string[] TextFiles =
        ["*.cs", "*.sql", "*.json", "*.md", "*.yaml", "*.tpl", "*.prom", "*.mjs", "*.js", "*.csv", "*.sh"];

    [Test]
    public void EveryFile_StoredAndPublicWords_AreTheFieldsWords()
    {
        var found = new[] { "services", "libs", "tests", "docs", "charts", "argocd", "build" }
            .SelectMany(folder => TextFiles.SelectMany(pattern => WorkTree.Files(folder, pattern)))
            .SelectMany(path => File.ReadLines(path).SelectMany(
                (line, index) => StoredIn(line).Except(Aliases.GetValueOrDefault(Path.GetFileName(path), []))
                    .Select(word => $"{WorkTree.Relative(path)}:{index + 1}: {word}, better {Stored[word]}")));
        Assert.That(found, Is.Empty, "A stored or public word changes with a migration and an alias.");
    }

    /// <summary>An alias that nothing needs any more goes, and so does its line here.</summary>
    [Test]
    public void Aliases_All_AreStillThere()
    {
        var files = new[] { "services", "libs", "tests" }.SelectMany(folder => TextFiles.SelectMany(pattern => WorkTree.Files(folder, pattern)))
            .ToLookup(path => Path.GetFileName(path)!, StringComparer.Ordinal);
        var gone = Aliases.SelectMany(alias => alias.Value
            .Where(word => !files[alias.Key].Any(path => File.ReadAllText(path).Contains(word, StringComparison.Ordinal)))
            .Select(word => $"{alias.Key}: {word}"));
        Assert.That(gone, Is.Empty);
    }

    [TestCase("WHERE is_foreign AND x", "is_foreign")]
    [TestCase("curl -X POST /trading/foreign-orders/1/acknowledge", "foreign-orders")]
    [TestCase("kind = 'foreign_order'", "foreign_order")]
    [TestCase("'{foreign_order_present}'", null)]
    [TestCase("swept, sweeping, unforeign_orders", null)]
    public void Stored_ALine_FindsWholeWordsInTextToo(string line, string? expected) => Assert.That(StoredIn(line).FirstOrDefault(), Is.EqualTo(expected));

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

    private static IEnumerable<string> StoredIn(string line) => Word().Matches(line).Select(match => match.Value).Where(Stored.ContainsKey);

    private static IEnumerable<string> FindIn(string path) => File.ReadLines(path)
        .Select((line, index) => (Word: Match(line), Line: index + 1))
        .Where(entry => entry.Word is not null && !Aliases.GetValueOrDefault(Path.GetFileName(path), []).Contains(entry.Word))
        .Select(entry => $"{WorkTree.Relative(path)}:{entry.Line}: {entry.Word}, better {Replacements[entry.Word!]}");

    private static string? Match(string line)
    {
        // A comment's quotation marks hold references, those of code hold text.
        var names = line.TrimStart().StartsWith("//", StringComparison.Ordinal) ? line : Text().Replace(line, "");
        return Identifier().Matches(names).Select(match => match.Value).FirstOrDefault(Replacements.ContainsKey);
    }

    [GeneratedRegex("\"(?:\\\\.|[^\"\\\\])*\"")]
    private static partial Regex Text();

    [GeneratedRegex("[A-Za-z_][A-Za-z0-9_]*(?:-[a-z]+)*")]
    private static partial Regex Word();

    [GeneratedRegex("[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Identifier();
}
