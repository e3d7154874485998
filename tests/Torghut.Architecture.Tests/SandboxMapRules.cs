using Torghut.Testing;

namespace Torghut.Architecture.Tests;

/// <summary>
/// The sandbox's projects are maps without a cycle: whoever reads one folder needs to know only those below it. Each file beside the project is a folder
/// of its own here.
/// </summary>
public sealed class SandboxMapRules
{
    private const string Simulator = "tests/sandbox/src/Torghut.Sandbox.Alpaca/Torghut.Sandbox.Alpaca.csproj";

    private static IEnumerable<string> Projects => WorkTree.Files("tests/sandbox/src", "*.csproj");

    [TestCaseSource(nameof(Projects))]
    public void Project_Folders_FormNoCycle(string project)
    {
        var map = MapOf(project);
        Assert.That(map.Edges, Is.Not.Empty);
        Assert.That(FolderMap.CycleIn(map.Edges), Is.Null, "One of these folders holds what belongs elsewhere.");
    }

    [TestCaseSource(nameof(Projects))]
    public void Project_Namespaces_FollowFolders(string project)
    {
        var root = Path.GetFileNameWithoutExtension(project);
        var wrong = Sources(project).Where(source =>
        {
            var folder = Path.GetDirectoryName(source.Path)!;
            var expected = folder.Length == 0 ? root : $"{root}.{folder.Replace('/', '.')}";
            var declared = source.Text.Split('\n').FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal));
            return declared is not null && declared != $"namespace {expected};";
        });
        Assert.That(wrong.Select(source => source.Path), Is.Empty);
    }

    // Wire is at the bottom of the simulator and Control near its top; the simulator itself is above all.
    [TestCase("using Torghut.Sandbox.Alpaca.Control;")]
    [TestCase("class Planted { object B = new Control.ProgressReport(); }")]
    [TestCase("class Planted { object B = typeof(AlpacaSimulator); }")]
    public void Simulator_WithAPlantedUse_HasACycle(string planted)
    {
        var project = Path.Combine(Repository.Root, Simulator);
        Assert.That(FolderMap.CycleIn(MapOf(project, ("Wire/Planted.cs", planted)).Edges), Does.Contain("Wire"));
    }

    [Test]
    public void Map_OfAFaceAboveAndOptionsBelow_HasNoCycle()
    {
        var map = FolderMap.Of(
            [("Options.cs", "class Options;"), ("Server.cs", "using P.Log;\nclass Server;"), ("Log/Segment.cs", "class Segment(Options options);")],
            "P",
            rootFilesApart: true);
        Assert.That(map.Edges, Is.EquivalentTo(new[] { ("Server.cs", "Log"), ("Log", "Options.cs") }));
        Assert.That(FolderMap.CycleIn(map.Edges), Is.Null);
    }

    private static FolderMap MapOf(string project, params (string Path, string Text)[] planted) =>
        FolderMap.Of(Sources(project).Concat(planted), Path.GetFileNameWithoutExtension(project), rootFilesApart: true);

    private static IEnumerable<(string Path, string Text)> Sources(string project)
    {
        var home = Path.GetDirectoryName(project)!;
        return WorkTree.Files(WorkTree.Relative(home), "*.cs").Select(path => (Path.GetRelativePath(home, path).Replace('\\', '/'), File.ReadAllText(path)));
    }
}
