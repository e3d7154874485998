namespace Torghut.Sandbox.Infrastructure;

/// <summary>The folder of a run: one run at a time has it.</summary>
internal static class DataFolder
{
    /// <summary>Takes the folder, and only then empties it when a fresh run is asked for.</summary>
    /// <exception cref="IOException">Another run has the folder.</exception>
    public static FolderLock Take(InfrastructureOptions options)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.DataDirectory));
        Directory.CreateDirectory(Path.GetDirectoryName(folder) ?? folder);

        // Beside the folder, because a fresh run removes the folder.
        var held = FolderLock.Take(folder + ".lock", folder, "run");
        try
        {
            if (options.Fresh && Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.CreateDirectory(folder);
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }
}
