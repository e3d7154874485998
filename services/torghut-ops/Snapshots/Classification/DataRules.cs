using System.Globalization;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>The TA store and what fills it.</summary>
internal static class DataRules
{
    private const double MinFreeDiskRatio = 0.1;
    private static readonly string[] Tables = ["clickhouse.ta_signals", "clickhouse.ta_microbars"];

    public static IEnumerable<Interpretation> Pipeline(FactSet facts, SnapshotOptions options)
    {
        if (facts.Failed("clickhouse.ping") is { } down)
        {
            yield return new("data_pipeline_incident", Verdict.Red, $"Data pipeline incident: ClickHouse does not answer ({down.Detail}).", [down.Id]);
        }

        // A session that nobody knows may be open.
        if (facts.Answered("market.session")?.Flag("open") == false)
        {
            yield break;
        }

        foreach (var table in Tables.Select(facts.Answered).OfType<Fact>())
        {
            var lag = table.Number("lag_seconds") + facts.Age(table);
            if (lag is null)
            {
                yield return new("data_pipeline_incident", Verdict.Red, $"Data pipeline incident: {table.Probe} is empty while the market is open.",
                    [table.Id, "market.session"])
                {
                    Subject = "freshness",
                };
            }
            else if (lag > options.MaxFreshnessLag.TotalSeconds)
            {
                yield return new(
                    "data_pipeline_incident", Verdict.Red,
                    string.Create(CultureInfo.InvariantCulture,
                        $"Data pipeline incident: {table.Probe} is {lag:0} s behind while the market is open; {options.MaxFreshnessLag.TotalSeconds:0} s are allowed."),
                    [table.Id, "market.session"])
                {
                    Subject = "freshness",
                };
            }
        }
    }

    /// <summary>What torghut-ta leaves undone because it was told to. It calls itself ready then.</summary>
    public static IEnumerable<Interpretation> Stops(FactSet facts, SnapshotOptions options)
    {
        if (facts.Answered("ta.status") is not { } ta)
        {
            yield break;
        }

        // In a cluster its workload says so, too.
        if (ta.Text("status") == "suspended" && facts.Answered("workload.ta")?.Text("wanted") != "suspended")
        {
            yield return new("ta_suspended", Verdict.Yellow, "torghut-ta is suspended (TA_JOB_STATE): nothing is computed or stored.", [ta.Id])
            {
                Subject = "torghut-ta",
            };
        }
        else if (ta.Text("status") == "degraded:sink_configuration")
        {
            yield return new(
                "sink_paused", Verdict.Yellow, "The sink of torghut-ta is paused (TA_SINK_STATE): rows wait in Kafka, until retention takes them.", [ta.Id]);
        }
    }

    public static IEnumerable<Interpretation> Losses(FactSet facts, SnapshotOptions options)
    {
        if (facts.Answered("ta.status") is { } ta && (ta.Number("input_gap_records") > 0 || ta.Number("sink_gap_rows") > 0))
        {
            yield return new("input_gap", Verdict.Yellow,
                string.Create(CultureInfo.InvariantCulture,
                    $"Retention took records before torghut-ta read them: {ta.Number("input_gap_records")} inputs, {ta.Number("sink_gap_rows")} rows of its sink."),
                [ta.Id]);
        }

        if (facts.Answered("clickhouse.replicas") is { } replicas && replicas.Number("read_only") > 0)
        {
            yield return new("replica_read_only", Verdict.Yellow, string.Create(CultureInfo.InvariantCulture, $"{replicas.Number("read_only")} ClickHouse replicas are read-only."), [replicas.Id]);
        }

        if (facts.Answered("clickhouse.disks") is { } disks && disks.Number("free_ratio") < MinFreeDiskRatio)
        {
            yield return new("disk_low", Verdict.Yellow,
                string.Create(CultureInfo.InvariantCulture, $"ClickHouse has {disks.Number("free_ratio"):P0} of its disk space left."), [disks.Id]);
        }
    }
}
