using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Torghut.Ops.Evidence;
using Torghut.Ops.Observability;
using Torghut.Ops.Snapshots.Rendering;

namespace Torghut.Ops.Snapshots.History;

/// <summary>Snapshots that were taken, a file each. That one cannot be kept never keeps it from whoever asked for it.</summary>
internal sealed partial class SnapshotHistory(HistoryOptions options, ILogger<SnapshotHistory> logger)
{
    /// <summary>Longest file that is read.</summary>
    private const int MaxBytes = 8 << 20;

    private readonly Lock _writing = new();

    public bool IsKept => options.Directory.Length > 0;

    /// <summary>The time of its capture and a digest of it: two at one moment have two names, the same one twice has one.</summary>
    public static string IdOf(SystemSnapshot snapshot) => string.Create(
        CultureInfo.InvariantCulture,
        $"{snapshot.Metadata.CaptureEnded.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonRenderer.Render(snapshot))))[..8]}");

    public void Keep(SystemSnapshot snapshot)
    {
        if (!IsKept)
        {
            return;
        }

        try
        {
            lock (_writing)
            {
                Directory.CreateDirectory(options.Directory);
                var path = PathOf(IdOf(snapshot));
                // Whole at every moment: a reader sees all of it or nothing.
                File.WriteAllText(path + ".next", JsonRenderer.Render(snapshot));
                File.Move(path + ".next", path, overwrite: true);
                foreach (var old in Ids().Skip(options.Keep))
                {
                    File.Delete(PathOf(old));
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            OpsLog.SnapshotNotKept(logger, failure, options.Directory);
        }
    }

    /// <summary>The newest first.</summary>
    /// <param name="before">An id; only those that are older.</param>
    public IReadOnlyList<StoredSnapshot> List(int limit, string? before) =>
        [.. Ids().Where(id => before is null || string.CompareOrdinal(id, before) < 0).Select(id => (Id: id, Snapshot: Find(id)))
            .Where(stored => stored.Snapshot is not null).Take(limit).Select(stored => Line(stored.Id, stored.Snapshot!))];

    /// <summary>The snapshot; null when there is none of that name, or it cannot be read.</summary>
    public SystemSnapshot? Find(string id)
    {
        if (!IsKept || !IsId(id))
        {
            return null;
        }

        try
        {
            return Read(PathOf(id));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>A snapshot from a file.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SystemSnapshot Read(string path)
    {
        if (new FileInfo(path).Length > MaxBytes)
        {
            throw new IOException($"{path} is larger than {MaxBytes} bytes.");
        }

        return JsonRenderer.Read<SystemSnapshot>(File.ReadAllText(path));
    }

    public static bool IsId(string text) => Id().IsMatch(text);

    private static StoredSnapshot Line(string id, SystemSnapshot snapshot) => new(
        id, snapshot.Metadata.CaptureEnded, snapshot.Verdict, snapshot.Headline, snapshot.Confidence, snapshot.Metadata.Operator);

    private IEnumerable<string> Ids() => Directory.Exists(options.Directory)
        ? Directory.EnumerateFiles(options.Directory, "*.json").Select(Path.GetFileNameWithoutExtension).OfType<string>().Where(IsId)
            .OrderDescending(StringComparer.Ordinal)
        : [];

    private string PathOf(string id) => Path.Combine(options.Directory, id + ".json");

    // Letters of a path are not among these, so that a name cannot leave the folder.
    [GeneratedRegex(@"\A[0-9]{8}T[0-9]{9}Z-[0-9a-f]{8}\z")]
    private static partial Regex Id();
}
