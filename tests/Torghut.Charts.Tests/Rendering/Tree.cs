namespace Torghut.Charts.Tests.Rendering;

/// <summary>The work tree that the tests were built from.</summary>
internal static class Tree
{
    public static string Root { get; } = FindRoot();

    public static string Charts => Path.Combine(Root, "charts");

    public static string ApplicationOf(string chart) => Path.Combine(Root, "argocd", "applications", "torghut", chart["torghut-".Length..]);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Torghut.sln"))) return folder.FullName;
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Torghut.sln.");
    }
}
