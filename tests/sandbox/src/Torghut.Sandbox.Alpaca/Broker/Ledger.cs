using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>
/// The broker's own record of every request it received, every answer it gave and every event of an order, in one order, never changed.
/// Tests take it as the truth about orders.
/// </summary>
internal sealed class Ledger : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<string> _entries = [];
    private readonly TimeProvider _time;
    private readonly MarketClock _clock;
    private readonly StreamWriter? _file;

    public Ledger(string? directory, TimeProvider time, MarketClock clock)
    {
        _time = time;
        _clock = clock;
        if (directory is not null)
        {
            Directory.CreateDirectory(directory);
            var path = Path.Combine(directory, "ledger.jsonl");
            _entries.AddRange(Kept(path));
            _file = new StreamWriter(path, append: true) { AutoFlush = true };
        }
    }

    /// <summary>Appends an entry; gives its number, counted from 1.</summary>
    public long Append(string kind, JsonObject fields)
    {
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            var entry = new JsonObject
            {
                ["seq"] = _entries.Count + 1,
                ["at"] = now.ToString("O", CultureInfo.InvariantCulture),
                ["market_time"] = _clock.NowText,
                ["kind"] = kind,
            };
            foreach (var (key, value) in fields)
            {
                entry[key] = value?.DeepClone();
            }

            var line = entry.ToJsonString(JsonResponse.Plain);
            _entries.Add(line);
            _file?.WriteLine(line);
            return _entries.Count;
        }
    }

    /// <summary>Entries after a number, as one JSON document with the number of the last.</summary>
    public string Read(long after)
    {
        lock (_gate)
        {
            var rest = _entries.Skip((int)Math.Clamp(after, 0, _entries.Count));
            return $"{{\"last\":{_entries.Count},\"entries\":[{string.Join(',', rest)}]}}";
        }
    }

    // The lines of earlier runs. One that the end of a process cut short is taken out of the file, so that the next begins on its own line.
    private static string[] Kept(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        var complete = text[..(text.LastIndexOf('\n') + 1)];
        file.SetLength(Encoding.UTF8.GetByteCount(complete));
        return complete.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Dispose();
        }
    }
}
