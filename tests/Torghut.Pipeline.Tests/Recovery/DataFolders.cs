namespace Torghut.Pipeline.Tests.Recovery;

/// <summary>Copies of what the sandbox's parts keep.</summary>
internal static class DataFolders
{
    private const UnixFileMode Readable = (UnixFileMode)0b111_101_101;

    /// <summary>A file or a folder with all that is in it. A file that goes while the server works is none of the copy.</summary>
    public static void Copy(string from, string to)
    {
        if (!Directory.Exists(from))
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(from, to);
            }
            catch (FileNotFoundException)
            {
                // Removed since it was listed; the log has what became of it.
            }

            return;
        }

        Directory.CreateDirectory(to);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(to, File.GetUnixFileMode(from));
        }

        foreach (var entry in Directory.EnumerateFileSystemEntries(from))
        {
            Copy(entry, Path.Combine(to, Path.GetFileName(entry)));
        }
    }

    /// <summary>PostgreSQL runs as another user than whoever keeps its archive.</summary>
    public static void LetOthersRead(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(folder, Readable);
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(entry, Readable);
        }
    }

    /// <summary>PostgreSQL takes no data that others can read.</summary>
    public static void LetNobodyElseIn(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Bytes of all files below a folder.</summary>
    public static long SizeOf(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
