using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>
/// Keeps the account over restarts: one JSON line for everything that changes at once, appended before the change is published. A line that
/// the end of the process cut short never happened. Without a directory nothing is kept.
/// </summary>
internal sealed class AccountJournal : IDisposable
{
    private const string FileName = "account.jsonl";

    private readonly Lock _gate = new();
    private readonly JsonSerializerOptions _json;
    private readonly string? _path;
    private FileStream? _file;

    public AccountJournal(string? directory, SyntheticMarket market)
    {
        _json = new JsonSerializerOptions
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters = { new SymbolConverter(market), new JsonStringEnumConverter() },
        };
        if (directory is not null)
        {
            Directory.CreateDirectory(directory);
            _path = Path.Combine(directory, FileName);
        }
    }

    /// <summary>Everything kept, oldest first; further lines are appended after it.</summary>
    /// <exception cref="IOException">A line within the file cannot be read.</exception>
    public IReadOnlyList<SavedChange> Load()
    {
        if (_path is null)
        {
            return [];
        }

        var bytes = File.Exists(_path) ? File.ReadAllBytes(_path) : [];
        var complete = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        var lines = Encoding.UTF8.GetString(bytes, 0, complete).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var changes = lines.Select((line, index) => Read(line, index + 1)).ToArray();
        _file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        _file.SetLength(complete);
        _file.Seek(0, SeekOrigin.End);
        return changes;
    }

    public void Append(SavedChange change)
    {
        if (_file is null)
        {
            return;
        }

        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(change, _json), (byte)'\n'];
        lock (_gate)
        {
            _file.Write(line);
            _file.Flush();
        }
    }

    public void Dispose() => _file?.Dispose();

    private SavedChange Read(string line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<SavedChange>(line, _json)!;
        }
        catch (JsonException bad)
        {
            throw new IOException($"Line {number} of {_path} cannot be read: {bad.Message}", bad);
        }
    }
}
