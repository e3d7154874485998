using System.Text.RegularExpressions;

namespace Torghut.Architecture.Tests;

/// <summary>Rules of style that the compiler does not check.</summary>
public sealed partial class SourceRules
{
    /// <summary>A file longer than this does a second job; split it.</summary>
    private const int MaxLines = 500;

    private const int MaxProgramLines = 15;

    private static IEnumerable<string> Sources => WorkTree.CodeFolders.SelectMany(folder => WorkTree.Files(folder, "*.cs"));

    [Test]
    public void EveryFile_Length_StaysReadable()
    {
        Assert.That(Sources.Where(path => File.ReadLines(path).Count() > MaxLines).Select(WorkTree.Relative), Is.Empty);
    }

    [Test]
    public void EveryProgram_Length_LeavesTheWorkToOthers()
    {
        Assert.That(WorkTree.Files("services", "Program.cs").Where(path => File.ReadLines(path).Count() > MaxProgramLines).Select(WorkTree.Relative), Is.Empty);
    }

    [Test]
    public void EveryFile_Text_HasNoLeftovers()
    {
        var thisFile = Path.Combine("Torghut.Architecture.Tests", "SourceRules.cs");
        var found = Sources.Where(path => !path.EndsWith(thisFile, StringComparison.Ordinal))
            .SelectMany(path => File.ReadLines(path).Select((line, index) => (path, line, index)))
            .Where(entry => Leftovers().IsMatch(entry.line))
            .Select(entry => $"{WorkTree.Relative(entry.path)}:{entry.index + 1} {entry.line.Trim()}");
        Assert.That(found, Is.Empty);
    }

    /// <summary>System's first, then the others, each by name: neither the build nor the check of white space looks at it.</summary>
    [Test]
    public void EveryFile_Usings_AreInOrder()
    {
        var found = Sources.Where(path =>
        {
            var names = File.ReadLines(path).Select(line => PlainUsing().Match(line)).Where(match => match.Success)
                .Select(match => match.Groups[1].Value).ToList();
            return !names.SequenceEqual(names.OrderBy(name => name == "System" || name.StartsWith("System.", StringComparison.Ordinal) ? 0 : 1)
                .ThenBy(name => name.Replace('.', ' '), StringComparer.OrdinalIgnoreCase));
        });
        Assert.That(found.Select(WorkTree.Relative), Is.Empty);
    }

    [Test]
    public void ServicesAndLibraries_Queues_AreBounded()
    {
        var found = new[] { "services", "libs" }.SelectMany(folder => WorkTree.Files(folder, "*.cs"))
            .SelectMany(path => File.ReadLines(path).Where(line => UnboundedQueue().IsMatch(line)).Select(line => $"{WorkTree.Relative(path)}: {line.Trim()}"));
        Assert.That(found, Is.Empty, "A queue between two paces needs a bound and a stated behaviour when it is full.");
    }

    [Test]
    public void Namespaces_FollowFolders_InServices()
    {
        var wrong = WorkTree.Files("services", "*.csproj").SelectMany(project =>
        {
            var root = Path.GetFileNameWithoutExtension(project);
            var home = Path.GetDirectoryName(project)!;
            return WorkTree.Files(WorkTree.Relative(home), "*.cs").Select(path =>
            {
                var folder = Path.GetRelativePath(home, Path.GetDirectoryName(path)!);
                var expected = folder == "." ? root : $"{root}.{folder.Replace('/', '.')}";
                var declared = File.ReadLines(path).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal));
                return declared is null || declared == $"namespace {expected};" ? null : $"{WorkTree.Relative(path)}: {declared}";
            }).Where(problem => problem is not null);
        });
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void ProjectFiles_Versions_StandInOnePlace()
    {
        var wrong = WorkTree.CodeFolders.SelectMany(folder => WorkTree.Files(folder, "*.csproj"))
            .Where(path => VersionedReference().IsMatch(File.ReadAllText(path))).Select(WorkTree.Relative);
        Assert.That(wrong, Is.Empty, "Versions belong in Directory.Packages.props.");
    }

    [Test]
    public void LockFiles_Text_HoldsNoAddress()
    {
        var locks = WorkTree.Files(".", "package-lock.json").Concat(WorkTree.Files(".", "packages.lock.json"));
        Assert.That(locks.Where(path => File.ReadAllText(path).Contains("\"resolved\": \"http", StringComparison.Ordinal)).Select(WorkTree.Relative), Is.Empty);
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX|NotImplementedException)\b|^\s*#region|catch\s*(\([^)]*\))?\s*\{\s*\}")]
    private static partial Regex Leftovers();

    [GeneratedRegex(@"CreateUnbounded|ConcurrentQueue<|ConcurrentBag<|BlockingCollection<")]
    private static partial Regex UnboundedQueue();

    [GeneratedRegex(@"^using ([\w.]+);$")]
    private static partial Regex PlainUsing();

    [GeneratedRegex("<PackageReference[^>]*\\bVersion=")]
    private static partial Regex VersionedReference();
}
