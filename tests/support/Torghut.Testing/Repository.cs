namespace Torghut.Testing;

/// <summary>The work tree that the tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release, as the tests themselves were built.</summary>
    public static string Configuration => Output.Parent!.Name;

    private static DirectoryInfo Output { get; } = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    /// <summary>The build output of a project below the root, in the configuration and framework that the tests themselves were built with.</summary>
    /// <exception cref="FileNotFoundException">It has not been built.</exception>
    public static string Binary(string projectFolder, string name)
    {
        var path = Path.Combine(Root, projectFolder, "bin", Configuration, Output.Name, name);
        return File.Exists(path) ? path : throw new FileNotFoundException(
            $"{name} has not been built in this configuration: run build/test, or dotnet build Torghut.sln -c {Configuration}.", path);
    }

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
