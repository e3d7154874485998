using System.Text.Json;

namespace Torghut.Ops.Replay;

/// <summary>The records of replays, a file each, written whole or not at all. One command at a time has the folder.</summary>
internal sealed class ReplayRecords : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    private readonly string _folder;
    private readonly FileStream _lock;

    private ReplayRecords(string folder, FileStream held) => (_folder, _lock) = (folder, held);

    /// <exception cref="ReplayException">Another command has it.</exception>
    public static ReplayRecords Open(string folder)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new ReplayRecords(folder, new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException held)
        {
            throw new ReplayException($"Another command works in {folder}: {held.Message}");
        }
    }

    public string PathOf(string replayId, string ending) => Path.Combine(_folder, replayId + ending);

    /// <summary>Null when there was no such replay.</summary>
    public ReplayRecord? Find(string replayId)
    {
        var path = PathOf(replayId, ".json");
        return File.Exists(path) ? JsonSerializer.Deserialize<ReplayRecord>(File.ReadAllText(path), Json) : null;
    }

    public void Save(ReplayRecord record)
    {
        var path = PathOf(record.ReplayId, ".json");
        using (var file = new FileStream(path + ".partial", FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, record, Json);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".partial", path, overwrite: true);
    }

    public void Dispose() => _lock.Dispose();
}
