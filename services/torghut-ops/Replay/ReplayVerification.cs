using System.Globalization;
using Torghut.Contracts;

namespace Torghut.Ops.Replay;

/// <summary>
/// Whether the replay gave the first run's rows. Settings and positions prove little: a group that began at the end of the log has both, and ClickHouse still
/// holds the first run. So every row must also have been written again, from a record beyond the end that the derived topics had.
/// </summary>
internal sealed class ReplayVerification(ReplayContext context)
{
    private const int MostNamed = 10;

    public async Task<IReadOnlyList<VerifiedLine>> RunAsync(ReplayRecord record, CancellationToken cancellationToken)
    {
        if (record.FirstRun is not { } before)
        {
            return [new("baseline", false, "the replay has not got as far as looking at the first run's rows; apply it")];
        }

        var workload = await new TaWorkload(context.Targets, context.Http, context.Cluster, context.ClusterOptions, context.Time).ReadAsync(cancellationToken);
        return
        [
            new("configuration", workload?.Group == record.Group,
                workload is { } now ? $"torghut-ta has {now.Group}, {now.JobState}" : "torghut-ta does not answer (TORGHUT_TA_URL)"),
            await PositionsAsync(record),
            record.Destructive
                ? await RecordsAsync(record, before, cancellationToken)
                : Written(before, await context.Rows.WrittenSinceAsync(before, record.From, record.To, record.DerivedEnds, cancellationToken)),
            Rows(record, before, await context.Rows.ReadAgainAsync(before, record.From, record.To, cancellationToken)),
        ];
    }

    /// <summary>The first run's rows against those of now.</summary>
    internal static VerifiedLine Rows(ReplayRecord record, IReadOnlyList<DayDigest> before, IReadOnlyList<DayDigest> now)
    {
        var after = now.ToDictionary(day => day.Key);
        var wrong = before.Where(day => !after.TryGetValue(day.Key, out var again) || again.Rows != day.Rows
            || (again.Digest != day.Digest && (record.History || day.Table != DerivedTables.Signals))).ToList();
        var what = record.History ? "rows and digests" : "rows, and digests of microbars (averages began anew where the logs begin)";
        return new("rows", before.Count > 0 && wrong.Count == 0, before.Count == 0 ? "the first run had no rows" : wrong.Count == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{what} of {before.Count} symbols and days are the first run's: {before.Sum(day => day.Rows)} rows")
            : $"{wrong.Count} of {before.Count} symbols and days differ: " + Named(wrong, day =>
                after.TryGetValue(day.Key, out var again) ? again.Rows == day.Rows ? "other content" : $"{again.Rows} rows, {day.Rows} before" : "no rows"));
    }

    /// <summary>What was written again.</summary>
    internal static VerifiedLine Written(IReadOnlyList<DayDigest> before, IReadOnlyDictionary<(string Table, string Symbol, string Day), long> written)
    {
        var missing = before.Where(day => written.GetValueOrDefault(day.Key) < day.Rows).ToList();
        return new("replayed", missing.Count == 0, missing.Count == 0 ? "every row was written again"
            : written.Count == 0 ? "nothing was replayed: no row comes from a record of the replay"
            : "not every row was written again: " + Named(missing, day => $"{written.GetValueOrDefault(day.Key)} of {day.Rows}"));
    }

    private async Task<VerifiedLine> PositionsAsync(ReplayRecord record)
    {
        var positions = await context.Logs.PositionsAsync(record.Group, ReplayLogs.Inputs);
        var behind = record.InputEnds.Where(log => log.End > log.Start && positions.GetValueOrDefault((log.Topic, log.Partition)) < log.End)
            .Select(log => $"{log.Topic}/{log.Partition} {positions.GetValueOrDefault((log.Topic, log.Partition))} of {log.End}").ToList();
        return new("positions", behind.Count == 0, behind.Count == 0 ? $"{record.Group} has read the inputs to where they ended"
            : $"not there yet: {string.Join(", ", behind.Take(MostNamed))}");
    }

    /// <summary>
    /// Topics that were made anew hold nothing but the replay's records, but their numbers begin at 0 as those of the first run did: where a row of the
    /// tables came from proves nothing. So the records are read, and each row of the first run must be one of them.
    /// </summary>
    private async Task<VerifiedLine> RecordsAsync(ReplayRecord replay, IReadOnlyList<DayDigest> before, CancellationToken cancellationToken)
    {
        if (context.Schemas is not { } schemas)
        {
            return new("replayed", false, "what the new topics hold cannot be read: SCHEMA_REGISTRY_URL is not set");
        }

        var records = new DerivedRecords(before, replay.From, replay.To, schemas, context.Time);
        foreach (var topic in ReplayLogs.Derived)
        {
            foreach (var record in context.Logs.Records(topic, cancellationToken))
            {
                await records.AddAsync(topic, record.Message.Value ?? [], cancellationToken);
            }
        }

        return records.Undecoded > 0
            ? new("replayed", false, $"{records.Undecoded} records of the new topics cannot be decoded")
            : Written(before, records.Rows());
    }

    private static string Named(List<DayDigest> days, Func<DayDigest, string> what) =>
        string.Join("; ", days.Take(MostNamed).Select(day => $"{day.Table} {day.Symbol} {day.Day} {what(day)}"))
        + (days.Count > MostNamed ? $"; and {days.Count - MostNamed} more" : "");
}
