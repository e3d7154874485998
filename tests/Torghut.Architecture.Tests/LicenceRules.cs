using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Torghut.Architecture.Tests;

/// <summary>Every package of the lock files is under a licence that was looked at.</summary>
public sealed partial class LicenceRules
{
    /// <summary>SPDX names. They ask for their text to be kept or, MPL-2.0, for changes to their own files; nothing of this project's code.</summary>
    private static readonly string[] Allowed =
        ["0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MPL-2.0", "PostgreSQL"];

    /// <summary>What was read of packages that say it in a file or at an address, and why one stands here whose licence is not allowed.</summary>
    private static readonly Dictionary<string, string> Read = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Apache.Avro"] = "Apache-2.0",
        ["K4os.Compression.LZ4"] = "MIT",
        ["K4os.Compression.LZ4.Streams"] = "MIT",
        ["K4os.Hash.xxHash"] = "MIT",
        ["LibGit2Sharp"] = "MIT",
        ["LibGit2Sharp.NativeBinaries"] = "GPL-2.0-only WITH GCC-exception-2.0",
        ["librdkafka.redist"] = "BSD-2-Clause",
        ["node_modules/@debut/indicators"] = "GPL-3.0: a peer of a measurement, in a process of its own; nothing links it and nothing ships it",
        ["node_modules/@kafkajs/confluent-schema-registry"] = "MIT",
        ["node_modules/busboy"] = "MIT",
        ["node_modules/dicer"] = "MIT",
        ["node_modules/humanize-number"] = "MIT",
        ["node_modules/only"] = "MIT",
        ["node_modules/streamsearch"] = "MIT",
    };

    private static string PackageFolder => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    [Test]
    public void Packages_OfDotnet_AreUnderAnAllowedLicence()
    {
        var packages = WorkTree.CodeFolders.SelectMany(folder => WorkTree.Files(folder, "packages.lock.json")).SelectMany(Locked).ToHashSet();
        Assert.That(packages, Has.Count.GreaterThan(50), "The lock files have moved; so must this rule.");

        var refused = packages.Select(package => (package.Name, package.Version, Licence: LicenceOf(package.Name, package.Version)))
            .Where(package => !IsAllowed(package.Licence) && !WasRead(package.Name, package.Licence))
            .Select(package => $"{package.Name} {package.Version}: {package.Licence ?? "says it elsewhere"}").Order(StringComparer.Ordinal);

        Assert.That(refused, Is.Empty, "Read the licence; then it stands in Allowed or Read, or the package goes.");
    }

    [Test]
    public void Packages_OfNode_AreUnderAnAllowedLicence()
    {
        var files = WorkTree.CodeFolders.SelectMany(folder => WorkTree.Files(folder, "package-lock.json")).ToList();
        Assert.That(files, Is.Not.Empty, "The lock files have moved; so must this rule.");

        var refused = files.SelectMany(file => OfNode(file).Where(package => !IsAllowed(package.Licence) && !WasRead(package.Name, package.Licence))
            .Select(package => $"{WorkTree.Relative(file)}: {package.Name}: {package.Licence ?? "does not say"}"));

        Assert.That(refused, Is.Empty, "Read the licence; then it stands in Allowed or Read, or the package goes.");
    }

    [Test]
    public void Read_EachPackage_IsLocked()
    {
        var locked = WorkTree.CodeFolders.SelectMany(folder => WorkTree.Files(folder, "packages.lock.json")).SelectMany(Locked).Select(package => package.Name)
            .Concat(WorkTree.CodeFolders.SelectMany(folder => WorkTree.Files(folder, "package-lock.json")).SelectMany(OfNode).Select(package => package.Name));

        Assert.That(Read.Keys.Except(locked, StringComparer.OrdinalIgnoreCase), Is.Empty, "These packages are gone.");
    }

    [TestCase("MIT", true)]
    [TestCase("(MIT OR GPL-3.0-only)", true)]
    [TestCase("(MIT AND Apache-2.0)", true)]
    [TestCase("MIT AND GPL-3.0-only", false)]
    [TestCase("AGPL-3.0-only", false)]
    [TestCase(null, false)]
    public void IsAllowed_Expression_TakesOneOfEachChoice(string? expression, bool allowed) => Assert.That(IsAllowed(expression), Is.EqualTo(allowed));

    /// <summary>An SPDX expression without nesting: every part of an AND, one of each OR.</summary>
    private static bool IsAllowed(string? expression) => expression is not null
        && Brackets().Replace(expression, "").Split(" AND ").All(part => part.Split(" OR ").Any(Allowed.Contains));

    /// <summary>What was read does not stand for what a package says since.</summary>
    private static bool WasRead(string name, string? licence) =>
        Read.TryGetValue(name, out var read) && (licence is null || read.StartsWith(licence + ":", StringComparison.Ordinal));

    private static string? LicenceOf(string name, string version)
    {
        var file = Path.Combine(PackageFolder, name.ToLowerInvariant(), version, name.ToLowerInvariant() + ".nuspec");
        Assert.That(File.Exists(file), $"{name} {version} is locked and not restored.");
        return XDocument.Load(file).Descendants().Where(element => element.Name.LocalName == "license" && (string?)element.Attribute("type") == "expression")
            .Select(element => element.Value.Trim()).FirstOrDefault();
    }

    private static IEnumerable<(string Name, string Version)> Locked(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return [.. document.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => (package.Name, package.Value.GetProperty("resolved").GetString()!))];
    }

    private static IEnumerable<(string Name, string? Licence)> OfNode(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return [.. document.RootElement.GetProperty("packages").EnumerateObject().Where(package => package.Name.Length > 0)
            .Select(package => (package.Name, package.Value.TryGetProperty("license", out var licence) ? licence.GetString() : null))];
    }

    [GeneratedRegex("[()]")]
    private static partial Regex Brackets();
}
