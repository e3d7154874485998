using System.Xml.Linq;
using Torghut.Testing;

namespace Torghut.Architecture.Tests;

/// <summary>What the work tree holds: files as they are kept, and which project references which.</summary>
internal static class WorkTree
{
    private static readonly string[] Generated = ["bin", "obj", "node_modules", ".git", ".sandbox", "artifacts", "TestResults"];

    /// <summary>Where code lies.</summary>
    public static readonly string[] CodeFolders = ["services", "libs", "tests", "build"];

    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.Exists(Path.Combine(Repository.Root, folder))
            ? Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories).Where(path => !IsGenerated(path))
            : [];

    public static string Relative(string path) => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');

    /// <summary>Project files that a project references, as paths below the root.</summary>
    public static IEnumerable<string> References(string project) =>
        XDocument.Load(project).Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference =>
            Relative(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, ((string)reference.Attribute("Include")!).Replace('\\', '/')))));

    private static bool IsGenerated(string path) => Relative(path).Split('/').Any(Generated.Contains);
}
