using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Torghut.Ops.Audit;

/// <summary>Who changed what, why and when: a line of JSON each, on the disk before the change is made.</summary>
internal sealed class AuditTrail(AuditOptions options, string actor, TimeProvider time)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _changeId = Guid.CreateVersion7(time.GetUtcNow()).ToString();

    public bool IsKept => options.File.Length > 0;

    /// <summary>What was intended and never reported, oldest first: whether it was done is not known.</summary>
    public IReadOnlyList<AuditEntry> Unknown(string action)
    {
        if (!IsKept || !File.Exists(options.File))
        {
            return [];
        }

        var open = new List<AuditEntry>();
        foreach (var entry in File.ReadLines(options.File).Select(AuditEntry.Parse).OfType<AuditEntry>().Where(entry => entry.Action == action))
        {
            if (entry.Phase == AuditPhase.Intended)
            {
                open.Add(entry);
            }
            else if (entry.Phase is AuditPhase.Done or AuditPhase.Failed)
            {
                open.RemoveAll(intended => intended.Detail == entry.Detail);
            }
        }

        return open;
    }

    /// <exception cref="IOException">It could not be written, so the change may not be made.</exception>
    public void Write(AuditPhase phase, string action, string reason, string detail)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("at", time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("change_id", _changeId);
            json.WriteString("actor", actor);
            json.WriteString("action", action);
            json.WriteString("phase", phase.ToString().ToLowerInvariant());
            json.WriteString("reason", reason);
            json.WriteString("detail", detail);
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        if (Path.GetDirectoryName(Path.GetFullPath(options.File)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        using var file = new FileStream(options.File, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        EndTornLine(file);
        file.Write(buffer.GetBuffer(), 0, (int)buffer.Length);
        file.Flush(flushToDisk: true);
    }

    /// <summary>What a crash left of a line stays a line of its own.</summary>
    private static void EndTornLine(FileStream file)
    {
        if (file.Length == 0)
        {
            return;
        }

        file.Seek(-1, SeekOrigin.End);
        if (file.ReadByte() != '\n')
        {
            file.WriteByte((byte)'\n');
        }
    }
}
