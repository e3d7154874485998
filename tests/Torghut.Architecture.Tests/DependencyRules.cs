using Torghut.Testing;

namespace Torghut.Architecture.Tests;

/// <summary>Who may reference whom. These rules keep services replaceable one by one and protocol libraries replaceable by official packages.</summary>
public sealed class DependencyRules
{
    private static readonly string[] Ours = ["libs/Torghut.Contracts/", "libs/Torghut.Common/"];

    private static IEnumerable<string> Projects(string folder) => WorkTree.Files(folder, "*.csproj");

    private static IEnumerable<string> ServiceProjects => Projects("services");

    private static IEnumerable<string> ProtocolLibraries => Projects("libs")
        .Where(path => !Ours.Any(ours => WorkTree.Relative(path).StartsWith(ours, StringComparison.Ordinal)));

    [TestCaseSource(nameof(ServiceProjects))]
    public void Service_References_OnlyLibraries(string project)
    {
        Assert.That(WorkTree.References(project), Has.All.StartsWith("libs/"), "A service shares libraries with the others, never code of another service.");
    }

    [TestCaseSource(nameof(ProtocolLibraries))]
    public void ProtocolLibrary_References_NothingOfTorghut(string project)
    {
        Assert.That(WorkTree.References(project), Is.Empty, "A protocol library knows nothing of Torghut, so that the official package can replace it.");
    }

    [TestCaseSource(nameof(ProtocolLibraries))]
    public void ProtocolLibrary_Source_UsesNoNamespaceOfTorghutsOwn(string project)
    {
        var own = Path.GetFileNameWithoutExtension(project);
        var elsewhere = WorkTree.Files(WorkTree.Relative(Path.GetDirectoryName(project)!), "*.cs")
            .SelectMany(
            path => File.ReadLines(path)
                .Where(line => line.StartsWith("using Torghut.", StringComparison.Ordinal) && !line.StartsWith($"using {own}", StringComparison.Ordinal)));
        Assert.That(elsewhere, Is.Empty);
    }

    [Test]
    public void Contracts_References_OnlyAvro()
    {
        var references = WorkTree.References(Path.Combine(Repository.Root, "libs/Torghut.Contracts/Torghut.Contracts.csproj"));
        Assert.That(references, Is.EqualTo(new[] { "libs/Torghut.Avro/Torghut.Avro.csproj" }));
    }

    [Test]
    public void ServicesAndLibraries_Never_ReferenceTestsOrSandbox()
    {
        var offenders = Projects("services").Concat(Projects("libs"))
            .Where(path => WorkTree.References(path).Any(reference => reference.StartsWith("tests/", StringComparison.Ordinal)));
        Assert.That(offenders, Is.Empty);
    }

    [Test]
    public void Solution_Lists_EveryProject()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Torghut.sln")).Replace('\\', '/');
        var missing = WorkTree.CodeFolders.SelectMany(Projects).Select(WorkTree.Relative)
            .Where(path => !solution.Contains(path, StringComparison.Ordinal));
        Assert.That(missing, Is.Empty);
    }
}
