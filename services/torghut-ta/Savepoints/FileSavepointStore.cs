using Torghut.Common.Drills;
using Torghut.Ta.Drills;

namespace Torghut.Ta.Savepoints;

/// <summary>Savepoints in a folder of this machine: written beside their place, forced to the disk, then renamed.</summary>
internal sealed class FileSavepointStore(string folder, Failpoints failpoints) : ISavepointStore
{
    private const string Unfinished = ".partial";

    public string Location => folder;

    public async Task WriteAsync(string name, byte[] bytes, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        try
        {
            Directory.CreateDirectory(folder);
            if (File.Exists(path))
            {
                throw new SavepointException($"{path} is there already.");
            }

            await using (var file = new FileStream(path + Unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await file.WriteAsync(bytes, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            failpoints.Hit(FailpointNames.SavepointBeforeRename);
            File.Move(path + Unfinished, path, overwrite: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SavepointException($"{path} could not be written: {exception.Message}", exception);
        }
    }

    public async Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(PathOf(name), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SavepointException($"{PathOf(name)} could not be read: {exception.Message}", exception);
        }
    }

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<string> names = Directory.Exists(folder)
                ? [.. Directory.GetFiles(folder, "*" + SavepointStores.Extension).Select(path => Path.GetFileNameWithoutExtension(path))
                .Order(StringComparer.Ordinal)]
                : [];
            return Task.FromResult(names);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SavepointException($"{folder} could not be read: {exception.Message}", exception);
        }
    }

    public void Dispose()
    {
    }

    private string PathOf(string name) => Path.Combine(folder, name + SavepointStores.Extension);
}
