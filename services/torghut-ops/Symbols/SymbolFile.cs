using System.Text.Json;

namespace Torghut.Ops.Symbols;

/// <summary>Keeps the universe in a file that is whole at every moment: a new one is written beside it, then renamed over it.</summary>
internal sealed class SymbolFile(string path)
{
    private const int FormatVersion = 1;
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The entries; null when there is no file yet.</summary>
    /// <exception cref="InvalidDataException">The file is not what this wrote: the universe is then not guessed.</exception>
    public IReadOnlyList<SymbolEntry>? Read()
    {
        if (!File.Exists(Path))
        {
            return null;
        }

        try
        {
            var content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(Path), Json);
            return content is { Version: FormatVersion, Items: not null } ? content.Items
                : throw new InvalidDataException($"{Path} has no items of format version {FormatVersion}");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{Path} is damaged: {e.Message}", e);
        }
    }

    public void Write(IReadOnlyList<SymbolEntry> items)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var next = Path + ".next";
        using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, new Content(FormatVersion, items), Json);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, Path, overwrite: true);
    }

    private sealed record Content(int Version, IReadOnlyList<SymbolEntry> Items);
}
