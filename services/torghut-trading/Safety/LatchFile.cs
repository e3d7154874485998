using System.Text;
using System.Text.Json;
using Torghut.Trading.Json;

namespace Torghut.Trading.Safety;

/// <summary>
/// The emergency stop on local disk, so that it holds while Postgres is down and across a kill of the process. It is written in place and flushed
/// to the device: a torn write is unreadable, and whatever cannot be read counts as engaged.
/// </summary>
internal sealed class LatchFile(string directory)
{
    public const string FileName = "emergency-stop.json";

    private readonly Lock _writing = new();
    private readonly string _path = Path.Combine(directory, FileName);

    public LatchFileState Read()
    {
        try
        {
            Directory.CreateDirectory(directory);
            if (!File.Exists(_path))
            {
                Write(engaged: false, "", "");
            }

            using var document = JsonDocument.Parse(File.ReadAllText(_path));
            var root = document.RootElement;
            return new LatchFileState(root.GetProperty("engaged").GetBoolean(), root.GetProperty("reason").GetString() ?? "", null);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException
        or InvalidOperationException)
        {
            return new LatchFileState(true, "latch_unreadable", broken.Message);
        }
    }

    /// <exception cref="IOException">The state did not reach the disk.</exception>
    public void Write(bool engaged, string reason, string actor)
    {
        var text = CanonicalJson.Serialize(new JsonMap { ["engaged"] = engaged, ["reason"] = reason, ["actor"] = actor });
        lock (_writing)
        {
            using var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            file.Write(Encoding.UTF8.GetBytes(text));
            file.SetLength(file.Position);
            file.Flush(flushToDisk: true);
        }
    }
}

/// <param name="Engaged">Whether the stop is in force.</param>
/// <param name="Reason">Why.</param>
/// <param name="Fault">Why the file could not be read; null when it could.</param>
internal sealed record LatchFileState(bool Engaged, string Reason, string? Fault);
