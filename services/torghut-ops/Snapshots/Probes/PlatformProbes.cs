using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>What runs the system on a machine without a cluster: the list of processes that the sandbox keeps takes the cluster's place.</summary>
internal sealed class PlatformProbes(TargetOptions targets, TimeProvider time)
{
    private const string Key = "OPS_PROCESS_FILE";

    /// <summary>The one who writes the list writes it every second.</summary>
    private static readonly TimeSpan MaxListAge = TimeSpan.FromSeconds(15);

    /// <summary>Longest list that is read.</summary>
    private const int MaxBytes = 1 << 20;

    public IEnumerable<Probe> All() =>
    [
        Make(Plane.Control, "infrastructure"),
        Make(Plane.Compute, "services"),
    ];

    private Probe Make(Plane plane, string group) => new(
        plane, "processes", group, $"cat \"${Key}\"",
        async cancellationToken =>
        {
            if (targets.ProcessFile.Length == 0)
            {
                throw new NotConfiguredException(Key);
            }

            var list = await ReadAsync(cancellationToken);
            if (list["written_at"]?.GetValue<string>() is not { } text
                || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var writtenAt)
                || list[group] is not JsonArray rows)
            {
                throw new ProbeException(Outcome.Malformed, "processes: the list is not as it should be");
            }

            if (time.GetUtcNow() - writtenAt > MaxListAge)
            {
                throw new ProbeException(Outcome.Stale, $"processes: the list was written at {text}; nobody keeps the processes any more");
            }

            return new Reading(new JsonObject { ["processes"] = new JsonArray([.. rows.OfType<JsonObject>().Select(Looked)]) });
        });

    private async Task<JsonObject> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileInfo(targets.ProcessFile);
            if (file.Length > MaxBytes)
            {
                throw new ProbeException(Outcome.Malformed, "processes: the list is too long");
            }

            return JsonNode.Parse(await File.ReadAllTextAsync(file.FullName, cancellationToken)) as JsonObject
                ?? throw new ProbeException(Outcome.Malformed, "processes: the list is no JSON object");
        }
        catch (JsonException)
        {
            throw new ProbeException(Outcome.Malformed, "processes: the list is no JSON");
        }
        catch (UnauthorizedAccessException)
        {
            throw new ProbeException(Outcome.Forbidden, "processes: the list may not be read");
        }
        catch (IOException)
        {
            throw new ProbeException(Outcome.Absent, "processes: there is no list");
        }
    }

    /// <summary>A row with the state that the machine says, not the one who keeps the process.</summary>
    private static JsonObject Looked(JsonObject row) => new()
    {
        ["name"] = row["name"]?.DeepClone(),
        ["pid"] = row["pid"]?.DeepClone(),
        ["restarts"] = row["restarts"]?.DeepClone(),
        ["state"] = row["pid"] is JsonValue pid && pid.TryGetValue<int>(out var id) ? ProcessState.Of(id) : ProcessState.Gone,
    };
}
