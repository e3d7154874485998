namespace Torghut.Sandbox;

/// <summary>Holds a folder for one process: a second one would write over what the first keeps. Ends with the process, however it ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock file; a holder that was killed a moment ago may still be ending.</summary>
    /// <param name="file">The lock file; its folder exists.</param>
    /// <param name="folder">What is held, for the message.</param>
    /// <param name="holder">Who else may hold it, as <c>broker</c>, for the message.</param>
    /// <exception cref="IOException">Another process has the folder, or it cannot be written to.</exception>
    public static FolderLock Take(string file, string folder, string holder)
    {
        FileStream? held = null;
        IOException? fault = null;
        SpinWait.SpinUntil(() => (held = TryOpen(file, out fault)) is not null, Timeout);
        return held is null
            ? throw new IOException($"The data folder {folder} is in use by another {holder}: stop that one, or use another folder. ({fault?.Message})", fault)
            : new FolderLock(held);
    }

    public void Dispose() => _file.Dispose();

    // On Unix the runtime locks a file alone only for a handle that shares nothing.
    private static FileStream? TryOpen(string file, out IOException? fault)
    {
        fault = null;
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            fault = exception;
            return null;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"{file} cannot be written to: {exception.Message}", exception);
        }
    }
}
