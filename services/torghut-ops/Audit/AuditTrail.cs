using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Torghut.Ops.Audit;

/// <summary>
/// Who changed what, why and when: a line of JSON each, on the disk before the change is made. Commands that run at the same time write to it one after
/// another.
/// </summary>
internal sealed class AuditTrail(AuditOptions options, string actor, TimeProvider time)
{
    /// <summary>Others have the file for as long as a line takes to reach the disk.</summary>
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _changeId = Guid.CreateVersion7(time.GetUtcNow()).ToString();

    public bool IsKept => options.File.Length > 0;

    /// <summary>Says that this command is under way, so that others do not take for lost what it has only intended. A kill ends it too.</summary>
    public IDisposable Begin()
    {
        MakeFolder();
        return new FileStream(MarkOf(_changeId), FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
    }

    /// <summary>What was intended by commands that are over and never reported, oldest first: whether it was done is not known.</summary>
    public IReadOnlyList<AuditEntry> Unknown(string action)
    {
        if (!IsKept || !File.Exists(options.File))
        {
            return [];
        }

        var open = new List<AuditEntry>();
        foreach (var entry in ReadLines().Select(AuditEntry.Parse).OfType<AuditEntry>().Where(entry => entry.Action == action))
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

        return [.. open.Where(entry => !IsRunning(entry.ChangeId))];
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
        MakeFolder();
        using var file = Open(FileMode.OpenOrCreate, FileAccess.ReadWrite);
        EndTornLine(file);
        file.Write(buffer.GetBuffer(), 0, (int)buffer.Length);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Nobody else reads or writes while it is open: on Unix, sharing for reading alone would let two writers in.</summary>
    private FileStream Open(FileMode mode, FileAccess access)
    {
        using var never = new ManualResetEventSlim();
        for (var began = time.GetTimestamp(); ;)
        {
            try
            {
                return new FileStream(options.File, mode, access, FileShare.None);
            }
            catch (IOException held) when (held is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
            {
                if (time.GetElapsedTime(began) > LockTimeout)
                {
                    throw new IOException(
                        $"the audit {options.File} is held by another command for more than {LockTimeout.TotalSeconds:0} s ({held.Message}); nothing is changed without it.",
                        held);
                }

                never.Wait(Pause);
            }
        }
    }

    private List<string> ReadLines()
    {
        using var reader = new StreamReader(Open(FileMode.Open, FileAccess.Read));
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Whether the command that wrote it still runs: it keeps its mark locked until it ends, however that comes.</summary>
    private bool IsRunning(string changeId)
    {
        // It comes from a file and becomes part of a path.
        if (!Guid.TryParseExact(changeId, "D", out var id) || !File.Exists(MarkOf(id.ToString())))
        {
            return false;
        }

        try
        {
            // What a kill left behind goes with it.
            using var left = new FileStream(
                MarkOf(id.ToString()), FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private string MarkOf(string changeId) => $"{options.File}.{changeId}.running";

    private void MakeFolder()
    {
        if (Path.GetDirectoryName(Path.GetFullPath(options.File)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }
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
