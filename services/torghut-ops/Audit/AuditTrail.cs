using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Torghut.Ops.Audit;

/// <summary>Who changed what, why and when: a line of JSON each, on the disk before the change is made.</summary>
internal sealed class AuditTrail(AuditOptions options, string actor, TimeProvider time)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _changeId = Guid.CreateVersion7(time.GetUtcNow()).ToString();

    public bool IsKept => options.File.Length > 0;

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

        buffer.Write(Encoding.UTF8.GetBytes("\n"));
        if (Path.GetDirectoryName(Path.GetFullPath(options.File)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        using var file = new FileStream(options.File, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(buffer.GetBuffer(), 0, (int)buffer.Length);
        file.Flush(flushToDisk: true);
    }
}
