using System.Text.Json;
using Torghut.Common.Hosting;
using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots.History;
using Torghut.Ops.Snapshots.Rendering;

namespace Torghut.Ops.Snapshots;

/// <summary><c>torghut-ops snapshot</c>. Its exit code is the verdict: 0 GREEN, 1 YELLOW, 2 RED; that of <c>diff</c> is 1 when there is a difference.</summary>
internal static class SnapshotCommand
{
    public static ServiceCommand Command { get; } =
        new("snapshot", $"Takes a snapshot of the system and prints it; exit code 0 GREEN, 1 YELLOW, 2 RED: {SnapshotArguments.Usage}.", RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Arguments.ToArray() is ["diff", var before, var after, .. var more] && more is [] or ["--json"])
        {
            return await DiffAsync(context, before, after, asJson: more.Length > 0);
        }

        if (SnapshotArguments.Parse(context.Arguments) is not { } arguments)
        {
            await Console.Error.WriteLineAsync($"Usage: torghut-ops snapshot {SnapshotArguments.Usage}");
            return ExitCodes.Usage;
        }

        var (snapshot, code) = arguments.FactsFile is { } file
            ? await JudgeAsync(context, file)
            : (await CommandLineSnapshot.TakeAsync(context, cancellationToken), ExitCodes.Configuration);
        if (snapshot is null)
        {
            return code;
        }

        var text = arguments.Format.Render(snapshot);
        if (arguments.Directory is not { } directory)
        {
            await Console.Out.WriteAsync(text.EndsWith('\n') ? text : text + "\n");
            return (int)snapshot.Verdict;
        }

        var path = Path.Combine(directory, $"snapshot-{SnapshotHistory.IdOf(snapshot)}.{arguments.Format.Name}");
        try
        {
            Directory.CreateDirectory(directory);
            await File.WriteAllTextAsync(path, text, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The snapshot could not be written: {failure.Message}");
            return ExitCodes.Software;
        }

        await Console.Out.WriteLineAsync(path);
        return (int)snapshot.Verdict;
    }

    /// <summary>Facts that were seen before are judged as they would have been at the end of their capture.</summary>
    private static async Task<(SystemSnapshot? Snapshot, int Code)> JudgeAsync(CommandContext context, string file)
    {
        if (context.ReadOptions(typeof(SnapshotOptions)) is not { } options)
        {
            return (null, ExitCodes.Configuration);
        }

        try
        {
            var facts = JsonRenderer.Read<FactsFile>(await File.ReadAllTextAsync(file));
            return (SnapshotJudge.Judge(facts.Metadata, facts.Facts, options.Get<SnapshotOptions>()), ExitCodes.Success);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            await Console.Error.WriteLineAsync($"{file} holds no facts: {failure.Message}");
            return (null, ExitCodes.Data);
        }
    }

    private static async Task<int> DiffAsync(CommandContext context, string before, string after, bool asJson)
    {
        if (context.ReadOptions(typeof(HistoryOptions)) is not { } options)
        {
            return ExitCodes.Configuration;
        }

        if (Find(before, options.Get<HistoryOptions>()) is not { } old || Find(after, options.Get<HistoryOptions>()) is not { } now)
        {
            await Console.Error.WriteLineAsync("A and B are files of snapshots as JSON, or ids of the history (OPS_SNAPSHOT_DIR); one of them is neither.");
            return ExitCodes.Data;
        }

        var difference = SnapshotDifference.Between(old, now);
        await Console.Out.WriteAsync(asJson ? JsonRenderer.Write(difference) + "\n" : difference.ToText());
        return difference.IsEmpty ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static SystemSnapshot? Find(string name, HistoryOptions options)
    {
        try
        {
            return SnapshotHistory.Read(SnapshotHistory.IsId(name) ? Path.Combine(options.Directory, name + ".json") : name);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>What of a snapshot is judged; a snapshot as JSON is such a file.</summary>
    private sealed record FactsFile(SnapshotMetadata Metadata, IReadOnlyList<Fact> Facts);
}
