using Torghut.Testing;

namespace Torghut.Architecture.Tests;

/// <summary>
/// A service's folders use each other in one direction only, and the page that draws the map tells the truth. To add an edge, draw it; if it points up or
/// closes a cycle, something is in the wrong folder.
/// </summary>
public sealed class MapRules
{
    private const string Trading = "services/torghut-trading";
    private const string Page = "docs/trading/README.md";

    /// <summary>Services whose folders form no cycle.</summary>
    private static readonly string[] Acyclic = [Trading, "services/torghut-ta", "services/torghut-ops"];

    [TestCaseSource(nameof(Acyclic))]
    public void Service_Folders_FormNoCycle(string service)
    {
        var map = FolderMap.OfService(service);
        Assert.That(map.Edges, Is.Not.Empty, "The service has moved; so must this rule.");
        Assert.That(FolderMap.CycleIn(map.Edges), Is.Null, "One of these folders holds what belongs elsewhere.");
    }

    [Test]
    public void TradingMap_Folders_AreThoseOfTheTree() => Assert.That(
        Drawn.Folders.Append(DrawnMap.CompositionRoot).Append(FolderMap.Root), Is.EquivalentTo(FolderMap.OfService(Trading).Folders), Page);

    [Test]
    public void TradingMap_Edges_AreThoseOfTheSources() => Assert.That(Differences(Drawn, FolderMap.OfService(Trading)), Is.Empty, Page);

    [Test]
    public void TradingMap_Edges_NeverPointUp() => Assert.That(Drawn.Edges.Where(Drawn.PointsUp), Is.Empty, Page);

    [TestCase("using Torghut.Trading.Safety;")]
    [TestCase("using static Torghut.Trading.Safety.Latch;")]
    [TestCase("using Stop = Torghut.Trading.Safety.Latch;")]
    [TestCase("global using Torghut.Trading.Safety;")]
    [TestCase("class A { object B = new Torghut.Trading.Safety.Latch(); }")]
    [TestCase("class A { object B = new Safety.Latch(); }")]
    [TestCase("class A { string B => $\"{Safety.Latch.Name}\"; }")]
    [TestCase("/// <see cref=\"Safety.Latch\"/>\nclass A;")]
    public void Map_PlantedUse_ClosesACycle(string planted)
    {
        const string Latch = "using Torghut.Trading.Risk;\nnamespace Torghut.Trading.Safety;\n\ninternal sealed class Latch;";
        var map = FolderMap.Of([("Safety/Latch.cs", Latch), ("Risk/Planted.cs", planted)], "Torghut.Trading");
        Assert.That(FolderMap.CycleIn(map.Edges), Is.EqualTo("Risk → Safety → Risk"));
    }

    [TestCase("// Safety.Latch is for people\nclass A;")]
    [TestCase("class A { string B = \"Torghut.Trading.Safety\"; }")]
    [TestCase("class A { object B => order.Safety.Latch; }")]
    [TestCase("using Torghut.Alpaca.Safety;")]
    public void Map_OtherUse_IsNoEdge(string text)
    {
        var map = FolderMap.Of([("Safety/Latch.cs", "internal sealed class Latch;"), ("Risk/Other.cs", text)], "Torghut.Trading");
        Assert.That(map.Edges, Is.Empty);
    }

    [Test]
    public void Map_TypeOfTheRoot_IsAnEdgeWithoutAUsing()
    {
        const string Options = "using Torghut.Ws.Stream;\npublic sealed class WsOptions;";
        var map = FolderMap.Of([("WsOptions.cs", Options), ("Stream/Reader.cs", "class Reader(WsOptions options);")], "Torghut.Ws");
        Assert.That(FolderMap.CycleIn(map.Edges), Does.Contain($"{FolderMap.Root} → Stream").Or.Contain($"Stream → {FolderMap.Root}"));
    }

    [Test]
    public void Differences_MissingAndStaleArrows_AreBothNamed()
    {
        const string Layers = "subgraph top\nA\nend\nsubgraph middle\nB\nC\nend\nsubgraph ground\nD\nend\n";
        var drawn = DrawnMap.Read($"<!-- map of x -->\n```mermaid\nflowchart TD\n{Layers}A --> C\n```", "x")!;
        var map = FolderMap.Of([("A/A.cs", "using R.B;\nusing R.D;"), ("B/B.cs", ""), ("C/C.cs", ""), ("D/D.cs", "")], "R");
        Assert.That(Differences(drawn, map), Is.EqualTo(new[] { "A → B is not drawn: A/A.cs", "A → C is drawn and does not exist" }));
    }

    private static DrawnMap Drawn => DrawnMap.Read(File.ReadAllText(Path.Combine(Repository.Root, Page)), Trading)
        ?? throw new InvalidOperationException($"{Page} draws no map.");

    private static IEnumerable<string> Differences(DrawnMap drawn, FolderMap map) =>
    [
        .. map.Edges.Where(edge => !drawn.IsUnderstood(edge)).Except(drawn.Edges)
            .Select(edge => $"{edge.From} → {edge.To} is not drawn: {string.Join(", ", map.FilesOf(edge))}"),
        .. drawn.Edges.Except(map.Edges).Select(edge => $"{edge.From} → {edge.To} is drawn and does not exist"),
    ];
}
