using System.Text.RegularExpressions;
using Torghut.Testing;

namespace Torghut.Architecture.Tests;

/// <summary>
/// A fact of the domain stands once, in Torghut.Contracts or Torghut.Common, and everybody reads it there: two copies agree only until one of them is
/// mended. Each fact is known by what a copy of it cannot do without. Tests may have their own copy where it is the oracle; protocol libraries know
/// nothing of Torghut.
/// </summary>
public sealed partial class FactRules
{
    private const string Contracts = "libs/Torghut.Contracts/";
    private const string Common = "libs/Torghut.Common/";

    private static readonly Fact[] Facts =
    [
        new("symbol grammar", Contracts + "Market/SymbolGrammar.cs", SymbolGrammar()),
        new("bounds of market data", Contracts + "Market/MarketDataBounds.cs", Bounds()),
        new("LEAN's sale conditions", Contracts + "Market/LeanConditions.cs", LeanCondition()),
        new("New York's clock", Contracts + "Time/NewYork.cs", NewYorkClock()),
        new("exchange holidays", Contracts + "Market/ExchangeHolidays.cs", Holiday()),
        new("hours of the session", Contracts + "Market/MarketCalendar.cs", SessionHours()),
        new("nanoseconds", Contracts + "Time/Nanos.cs", Nanoseconds()),
        new("identity of a trade update", Contracts + "Records/TradeUpdateIdentity.cs", UpdateIdentity()),
        new("the universe's response", Common + "Universe/UniverseResponse.cs", UniverseResponse()),
        new("Postgres DSN", Common + "Storage/PostgresDsnParser.cs", Dsn()),
    ];

    private static IEnumerable<string> Sources =>
        new[] { "services", Contracts, Common, "tests/sandbox/src/Torghut.Sandbox", "tests/sandbox/src/Torghut.Sandbox.Alpaca" }
            .SelectMany(folder => WorkTree.Files(folder, "*.cs"));

    [Test]
    public void EveryFact_Copies_AreNowhere()
    {
        var copies = Sources.SelectMany(path => Copies(WorkTree.Relative(path), File.ReadLines(path)));
        Assert.That(copies, Is.Empty, "Read the fact from its home.");
    }

    [Test]
    public void EveryFact_Home_HoldsIt()
    {
        var empty = Facts.Where(fact => !File.ReadLines(Path.Combine(Repository.Root, fact.Home)).Any(fact.Copy.IsMatch)).Select(fact => fact.Home);
        Assert.That(empty, Is.Empty, "A fact that moved takes its rule along.");
    }

    [TestCase("[GeneratedRegex(@\"\\A[A-Z][A-Z0-9./\\-]{0,15}\\z\")]", "symbol grammar")]
    [TestCase("name.All(c => char.IsAsciiDigit(c) || c is '.' or '/' or '-')", "symbol grammar")]
    [TestCase("private const double MaxPrice = 1e9;", "bounds of market data")]
    [TestCase("price < 1_000_000_000d", "bounds of market data")]
    [TestCase("(0x800, \"L\"), (0x2000, \"T\"),", "LEAN's sale conditions")]
    [TestCase("(0x800, 'L')", "LEAN's sale conditions")]
    [TestCase("TimeZoneInfo.FindSystemTimeZoneById(\"America/New_York\")", "New York's clock")]
    [TestCase("private static DateTime NthSunday(int year, int month, int n)", "New York's clock")]
    [TestCase("day == Easter(day.Year).AddDays(-2)", "exchange holidays")]
    [TestCase("private static readonly HashSet<DateOnly> Closed = [new(2018, 12, 5), new DateOnly(2025, 1, 9)];", "exchange holidays")]
    [TestCase("private static readonly TimeSpan Open = new(9, 30, 0);", "hours of the session")]
    [TestCase("new TimeOnly(9, 30)", "hours of the session")]
    [TestCase("local.TimeOfDay < TimeSpan.FromHours(16)", "hours of the session")]
    [TestCase("var nanos = (now - DateTimeOffset.UnixEpoch).Ticks * 100;", "nanoseconds")]
    [TestCase("DateTimeOffset.UnixEpoch.AddTicks(nanos / 100)", "nanoseconds")]
    [TestCase("public const long NanosPerSecond = 1_000_000_000;", "nanoseconds")]
    [TestCase("milliseconds * 1_000_000", "nanoseconds")]
    [TestCase("Name is \"fill\" or \"partial_fill\"", "identity of a trade update")]
    [TestCase("update is { IsFill: true, ExecutionId: { Length: > 0 } execution }", "identity of a trade update")]
    [TestCase("root.TryGetProperty(\"items\", out var items)", "the universe's response")]
    [TestCase("dsn.StartsWith(\"postgres://\", StringComparison.Ordinal)", "Postgres DSN")]
    [TestCase("uri.Scheme is \"postgres\" or \"postgresql\"", "Postgres DSN")]
    public void Copies_OnePlanted_IsFound(string line, string fact) =>
        Assert.That(Copies("services/torghut-ws/Stream/Copy.cs", [line]), Has.Exactly(1).Items.And.All.Contains(fact));

    [TestCase("public int BatchSize { get; set; } = 1_000_000;")]
    [TestCase("/// <summary>09:30 to 16:00 America/New_York, as \"America/New_York\" is called</summary>")]
    [TestCase("decimal.Truncate(notional / price * 1_000_000_000m) / 1_000_000_000m")]
    [TestCase("return $\"postgresql://torghut@127.0.0.1:{port}/torghut\";")]
    public void Copies_SomethingElse_IsLeftAlone(string line) => Assert.That(Copies("services/torghut-ws/Stream/Other.cs", [line]), Is.Empty);

    private static IEnumerable<string> Copies(string path, IEnumerable<string> lines) => lines
        .Select((line, index) => (Line: line, Number: index + 1))
        .Where(entry => !entry.Line.TrimStart().StartsWith("//", StringComparison.Ordinal))
        .SelectMany(entry => Facts.Where(fact => !IsHome(fact, path) && fact.Copy.IsMatch(entry.Line))
            .Select(fact => $"{path}:{entry.Number}: {fact.Name} stands in {fact.Home}"));

    private static bool IsHome(Fact fact, string path) => path == fact.Home;

    [GeneratedRegex(@"\[A-Z\]\[A-Z0-9|'\.' or '/' or '-'|'\.', '/', '-'")]
    private static partial Regex SymbolGrammar();

    [GeneratedRegex(@"(Price|Size)\w*\s*=\s*(1e9|1e12|1_000_000_000(_000)?)\b|(price|size)\s*(<|>=)\s*(1e9|1e12|1_000_000_000)", RegexOptions.IgnoreCase)]
    private static partial Regex Bounds();

    [GeneratedRegex(@"\(0x[0-9A-Fa-f]+u?, [""'][A-Z0-9@][""']\)")]
    private static partial Regex LeanCondition();

    [GeneratedRegex(@"""America/New_York""|\b\w*Sunday\w*\(int year|\bOffsetOfNewYork\b")]
    private static partial Regex NewYorkClock();

    [GeneratedRegex(@"\b(Easter|Juneteenth|Thanksgiving|LastMonday)\w*\(|new( DateOnly)?\(20\d\d, \d+, \d+\), new")]
    private static partial Regex Holiday();

    [GeneratedRegex(@"\(9, 30(, 0)?\)|\b(TimeOnly|TimeSpan)\s+(Regular|Early|Market|Session)?Close(Time|sAt)?\s*=|TimeOfDay\s*<\s*TimeSpan\.FromHours\(16\)")]
    private static partial Regex SessionHours();

    [GeneratedRegex(
        @"\bTicks\)?\)? \* 100\b|AddTicks\([^)]*/ |const (long|double) \w*Nano\w*\s*=|const long Per(Tick|Second|Millisecond)\b|" +
        @"[*/] \(?1_000_000(_000)?\b|[*/] 1e9\b")]
    private static partial Regex Nanoseconds();

    [GeneratedRegex(@"""fill"" or ""partial_fill""|\bIsFill\b.*\bExecutionId\b")]
    private static partial Regex UpdateIdentity();

    [GeneratedRegex(@"TryGetProperty\(""items""|TryGetProperty\(""symbols"", out var (symbols|inner)")]
    private static partial Regex UniverseResponse();

    [GeneratedRegex(@"""postgres(ql)?://""|Scheme is (not )?\(?""postgres|""sslmode""")]
    private static partial Regex Dsn();

    /// <param name="Home">The one file that may hold it.</param>
    /// <param name="Copy">What a copy cannot do without.</param>
    private sealed record Fact(string Name, string Home, Regex Copy);
}
