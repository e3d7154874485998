using System.Text.Json;

namespace Torghut.Sandbox.Registry.Store;

/// <summary>Keeps the state in a file that is whole at every moment: a new one is written beside it, then renamed over it.</summary>
internal sealed class StateFile : IDisposable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly string _path;
    private readonly FolderLock _lock;

    /// <exception cref="IOException">Another registry has the folder open.</exception>
    public StateFile(string directory)
    {
        Directory.CreateDirectory(directory);
        _path = Path.Combine(directory, "registry.json");
        _lock = FolderLock.Take(Path.Combine(directory, "lock"), directory, "registry");
    }

    /// <exception cref="InvalidDataException">The file is not what this wrote.</exception>
    public RegistryState Read()
    {
        if (!File.Exists(_path))
        {
            return new RegistryState();
        }

        try
        {
            return JsonSerializer.Deserialize<RegistryState>(File.ReadAllBytes(_path)) ?? throw new JsonException("the file holds null");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{_path} is damaged: {e.Message}", e);
        }
    }

    public void Write(RegistryState state)
    {
        var next = _path + ".next";
        using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, state, Indented);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, _path, overwrite: true);
    }

    public void Dispose() => _lock.Dispose();
}
