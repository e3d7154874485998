using System.Xml.Linq;

namespace Torghut.House.Tests;

/// <summary>The work tree that the tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] Generated = ["bin", "obj", "node_modules", ".git", ".sandbox", "artifacts", "TestResults"];

    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.Exists(Path.Combine(Root, folder))
            ? Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories).Where(path => !IsGenerated(path))
            : [];

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>Project files that a project references, as paths below the root.</summary>
    public static IEnumerable<string> References(string project) =>
        XDocument.Load(project).Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => Relative(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, ((string)reference.Attribute("Include")!).Replace('\\', '/')))));

    private static bool IsGenerated(string path) => Relative(path).Split('/').Any(Generated.Contains);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Torghut.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Torghut.sln.");
    }
}
