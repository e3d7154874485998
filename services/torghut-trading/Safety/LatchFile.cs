using System.Globalization;
using System.Text;
using System.Text.Json;
using Torghut.Trading.Json;

namespace Torghut.Trading.Safety;

/// <summary>
/// The latches on local disk, so that they hold while Postgres is down and across a kill of the process. The file is written in place and flushed to the
/// device: a torn write is unreadable, and whatever cannot be read counts as an emergency stop. Its upper level is what the version before reads and wrote,
/// which knew the emergency stop only.
/// </summary>
internal sealed class LatchFile(string directory)
{
    public const string FileName = "emergency-stop.json";

    /// <summary>Reason of a stop that is in force because the file cannot be read.</summary>
    public const string Unreadable = "latch_unreadable";

    private readonly string _path = Path.Combine(directory, FileName);

    /// <param name="now">Time of engagements that the file has no time of.</param>
    public LatchFileState Read(DateTimeOffset now)
    {
        try
        {
            Directory.CreateDirectory(directory);
            if (!File.Exists(_path))
            {
                Write([]);
            }

            using var document = JsonDocument.Parse(File.ReadAllText(_path));
            return new LatchFileState(Engaged(document.RootElement, now), null);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException
        or InvalidOperationException or FormatException)
        {
            var stop = LatchCall.New(Unreadable, "torghut-trading", now);
            return new LatchFileState([EngagedLatch.By(Latch.EmergencyStop, stop)], broken.Message);
        }
    }

    /// <exception cref="IOException">The state did not reach the disk.</exception>
    public void Write(IReadOnlyList<EngagedLatch> engaged)
    {
        var stop = engaged.FirstOrDefault(latch => latch.Latch == Latch.EmergencyStop);
        var text = CanonicalJson.Serialize(new JsonMap
        {
            ["engaged"] = stop is not null,
            ["reason"] = stop?.Engagement.Reason ?? "",
            ["actor"] = stop?.Engagement.Actor ?? "",
            ["latches"] = engaged.Select(latch => new JsonMap { ["latch"] = latch.Latch, ["calls"] = latch.Calls.Select(Map).ToList() }).ToList(),
        });
        try
        {
            using var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            file.Write(Encoding.UTF8.GetBytes(text));
            file.SetLength(file.Position);
            file.Flush(flushToDisk: true);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException(refused.Message, refused);
        }
    }

    private static JsonMap Map(LatchCall call) => new()
    {
        ["id"] = call.Id,
        ["reason"] = call.Reason,
        ["actor"] = call.Actor,
        ["at"] = call.At,
    };

    private static List<EngagedLatch> Engaged(JsonElement root, DateTimeOffset now)
    {
        var stopped = root.GetProperty("engaged").GetBoolean();
        List<EngagedLatch> engaged = root.TryGetProperty("latches", out var latches) ? [.. latches.EnumerateArray().Select(Engaged)] : [];
        if (engaged.Exists(latch => !Latch.All.Contains(latch.Latch)))
        {
            throw new FormatException("It holds a latch that is not known.");
        }

        if (stopped && !engaged.Exists(latch => latch.Latch == Latch.EmergencyStop))
        {
            engaged.Add(EngagedLatch.By(Latch.EmergencyStop, LatchCall.New(Text(root, "reason"), Text(root, "actor"), now)));
        }

        return engaged;
    }

    /// <summary>Each call is stored once however often it is tried, so every one counts as unsaved.</summary>
    private static EngagedLatch Engaged(JsonElement latch)
    {
        List<LatchCall> calls = [.. latch.GetProperty("calls").EnumerateArray().Select(call => new LatchCall(
            Text(call, "id"), Text(call, "reason"), Text(call, "actor"),
            DateTimeOffset.Parse(Text(call, "at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)))];
        return calls.Count > 0 ? new EngagedLatch(Text(latch, "latch"), calls[0], calls) : throw new FormatException("A latch has no engagement.");
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null.");
}

/// <param name="Engaged">Latches in force.</param>
/// <param name="Fault">Why the file could not be read; null when it could.</param>
internal sealed record LatchFileState(IReadOnlyList<EngagedLatch> Engaged, string? Fault);
