using System.Text.Json;

namespace Torghut.Ws.Replay;

/// <summary>How far a replay has come, kept in a file that is replaced whole.</summary>
/// <param name="Source">What was replayed; a file of another source is refused.</param>
/// <param name="Position">Messages that Kafka has acknowledged.</param>
internal sealed record ReplayProgress(string Source, long Position)
{
    /// <exception cref="FormatException">The file is damaged or belongs to another source.</exception>
    public static ReplayProgress Load(string? path, string source)
    {
        if (path is null || !File.Exists(path))
        {
            return new ReplayProgress(source, 0);
        }

        try
        {
            var kept = JsonSerializer.Deserialize<ReplayProgress>(File.ReadAllText(path));
            return kept?.Source == source && kept.Position >= 0 ? kept : throw new FormatException($"{path} belongs to another replay.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"{path} is damaged.", exception);
        }
    }

    public void Save(string? path)
    {
        if (path is null)
        {
            return;
        }

        var next = path + ".next";
        File.WriteAllText(next, JsonSerializer.Serialize(this));
        File.Move(next, path, overwrite: true);
    }
}
