using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests.Support;

/// <summary>One <c>torghut-ops snapshot</c>, as a person runs it.</summary>
/// <param name="Took">From the start of the process to its end.</param>
/// <param name="PeakBytes">The most that was resident; 0 when it was over too soon to be looked at.</param>
internal sealed record SnapshotRun(int Code, JsonElement Snapshot, TimeSpan Took, long PeakBytes)
{
    private const string Peak = "VmHWM:";

    public string[] Rules => [.. Interpretations("rule")];

    public string[] Subjects => [.. Interpretations("subject")];

    /// <summary>Null when all is well.</summary>
    public JsonElement? Cause => Snapshot.GetProperty("top_cause") is { ValueKind: not JsonValueKind.Null } cause ? cause : null;

    public string Next => Snapshot.GetProperty("next_actions").EnumerateArray().Select(action => action.GetProperty("runbook").GetString()!).FirstOrDefault("");

    public TimeSpan Capture
    {
        get
        {
            var metadata = Snapshot.GetProperty("metadata");
            return metadata.GetProperty("capture_ended").GetDateTimeOffset() - metadata.GetProperty("capture_started").GetDateTimeOffset();
        }
    }

    /// <summary>For messages: all of it would hide them.</summary>
    public override string ToString() => $"exit code {Code}: {Snapshot.GetProperty("headline").GetString()}";

    /// <param name="folder">Where it is written to, in a folder of its own.</param>
    public static async Task<SnapshotRun> TakeAsync(string environment, string folder, IReadOnlyDictionary<string, string> keys)
    {
        var own = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        var started = Stopwatch.GetTimestamp();
        await using var command = ServiceProcess.Start(
            "torghut-ops", keys, ["--env-file", environment, "snapshot", "--format", "json", "--out", own]);
        var peak = 0L;
        await Eventually.HoldsAsync(
            () =>
            {
                peak = Math.Max(peak, PeakOf(command.Id));
                return command.HasExited;
            },
            "the snapshot is taken");
        var took = Stopwatch.GetElapsedTime(started);
        if (command.ExitCode is < 0 or > 2)
        {
            throw new InvalidOperationException($"torghut-ops snapshot ended with {command.ExitCode}: {command.Output}");
        }

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Directory.GetFiles(own).Single()));
        return new SnapshotRun(command.ExitCode, json.RootElement.Clone(), took, peak);
    }

    /// <summary>Of a process that has ended the kernel knows nothing any more.</summary>
    public static long PeakOf(int process)
    {
        try
        {
            return File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith(Peak, StringComparison.Ordinal)) is { } line
                ? 1_024 * long.Parse(line[Peak.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)
                : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private IEnumerable<string> Interpretations(string member) =>
        Snapshot.GetProperty("interpretations").EnumerateArray().Select(row => row.GetProperty(member).GetString()!);
}
