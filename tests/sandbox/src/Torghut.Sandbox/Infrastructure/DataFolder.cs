namespace Torghut.Sandbox.Infrastructure;

/// <summary>The folder of a run: one run at a time has it.</summary>
internal static class DataFolder
{
    private const string LockFile = "run.lock";

    /// <summary>Takes the folder, and only then empties it when a fresh run is asked for.</summary>
    /// <exception cref="IOException">Another run has the folder.</exception>
    public static FolderLock Take(InfrastructureOptions options)
    {
        var folder = Directory.CreateDirectory(options.DataDirectory);
        var file = Path.Combine(folder.FullName, LockFile);
        var held = FolderLock.Take(file, folder.FullName, "run");
        try
        {
            if (options.Fresh)
            {
                Empty(folder, file);
            }

            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>All but the lock: a run that comes meanwhile must find the same file.</summary>
    private static void Empty(DirectoryInfo folder, string lockFile)
    {
        foreach (var child in folder.EnumerateDirectories())
        {
            // A link is taken away, not what it leads to.
            child.Delete(recursive: child.LinkTarget is null);
        }

        foreach (var file in folder.EnumerateFiles().Where(file => file.FullName != lockFile))
        {
            file.Delete();
        }
    }
}
