using System.Text.Json;
using System.Xml.Linq;
using Torghut.Testing;

namespace Torghut.Architecture.Tests;

/// <summary>Packages: exact versions in one place, each used, every project locked, every known vulnerability an error.</summary>
public sealed class PackageRules
{
    private static IEnumerable<string> Projects => WorkTree.CodeFolders.SelectMany(folder => WorkTree.Files(folder, "*.csproj"));

    private static IEnumerable<string> BuildFiles =>
        Projects.Concat(new[] { "Directory.Build.props", "Directory.Build.targets" }.SelectMany(name => WorkTree.Files(".", name)));

    private static XDocument Pins => XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"));

    [Test]
    public void Pins_Each_AreUsed()
    {
        var named = BuildFiles.SelectMany(path => XDocument.Load(path).Descendants("PackageReference"))
            .Select(reference => (string)reference.Attribute("Include")!).ToHashSet();
        var asked = Projects.Select(LockFile).Where(File.Exists).SelectMany(TransitivePins).ToHashSet();
        var unused = Pins.Descendants("PackageVersion").Select(pin => (string)pin.Attribute("Include")!)
            .Where(name => !named.Contains(name) && !asked.Contains(name));
        Assert.That(unused, Is.Empty, "Directory.Packages.props holds what is used.");
    }

    [Test]
    public void Pins_Each_AreExact()
    {
        var loose = Pins.Descendants("PackageVersion").Select(pin => $"{(string)pin.Attribute("Include")!} {(string)pin.Attribute("Version")!}")
            .Where(pin => pin.IndexOfAny(['*', '[', '(', ',']) >= 0);
        Assert.That(loose, Is.Empty);
    }

    [TestCaseSource(nameof(Projects))]
    public void Project_Packages_AreLocked(string project)
    {
        Assert.That(File.Exists(LockFile(project)), "Restore once and commit packages.lock.json.");
    }

    [TestCase("NuGetAudit", "true")]
    [TestCase("NuGetAuditMode", "all")]
    [TestCase("RestorePackagesWithLockFile", "true")]
    public void Build_Setting_StaysOn(string property, string value)
    {
        var values = BuildFiles.SelectMany(path => XDocument.Load(path).Descendants(property)).Select(element => element.Value);
        Assert.That(values, Is.EqualTo(new[] { value }));
    }

    private static string LockFile(string project) => Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json");

    /// <summary>What no project names, but a pin decides: NuGet calls it CentralTransitive.</summary>
    private static IEnumerable<string> TransitivePins(string lockFile)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(lockFile));
        return [.. document.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() == "CentralTransitive").Select(package => package.Name)];
    }
}
