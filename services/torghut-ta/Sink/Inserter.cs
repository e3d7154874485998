using Torghut.ClickHouse;
using Torghut.Common.Drills;
using Torghut.Common.Resilience;
using Torghut.Ta.Drills;
using Torghut.Ta.Observability;
using Torghut.Ta.Sink.Schema;

namespace Torghut.Ta.Sink;

/// <summary>
/// Gets a batch into ClickHouse, however long that takes. A batch keeps its deduplication token over all attempts, so that an insert whose
/// answer was lost is not stored twice
/// (<see href="https://clickhouse.com/docs/guides/developer/deduplicating-inserts-on-retries">deduplicating inserts on retries</see>).
/// </summary>
internal sealed class Inserter(
    IClickHouseClient client, TaSchemaInstaller schema, TaSinkOptions options, SinkHealth health, TaMetrics metrics, Failpoints failpoints, TimeProvider time,
    ILogger<Inserter> logger)
{
    private static readonly QueryOptions Probe = new() { Timeout = TimeSpan.FromSeconds(1) };

    // Rows wait in Kafka, so there is no end of trying and no circuit: only the insert's own time-out, and a pause that is told. What the server refuses
    // for its own state is tried again as well: nothing but a change at the server helps, and that needs no restart here.
    private readonly RepeatableCall _call = new(
        new RepeatableCallOptions
        {
            Name = "ClickHouse",
            IsTransient = failure => failure is ClickHouseException refusal && !SinkFailure.LiesInData(refusal),
            BaseDelay = TimeSpan.FromMilliseconds(100),
            MaxDelay = TimeSpan.FromSeconds(5),
            Attempts = RepeatableCallOptions.Unlimited,
        },
        time,
        logger);

    /// <summary>Creates what is missing, with the same timeout.</summary>
    public Task InstallSchemaAsync(CancellationToken cancellationToken) =>
        PersistAsync(() => schema.InstallAsync(cancellationToken), "the schema", 0, cancellationToken);

    /// <summary>Stores a batch. Rows that are refused for what they are come back; the others are stored, however long that takes.</summary>
    public async Task<IReadOnlyList<RefusedRow>> InsertAsync(SinkTable table, RowBatch batch, CancellationToken cancellationToken)
    {
        var refused = new List<RefusedRow>();
        if (batch.Count == 0)
        {
            return refused;
        }

        failpoints.Hit(FailpointNames.BlockBuilt);
        var parts = new Stack<RowPart>(RowPart.Of(batch).Reverse());
        while (parts.TryPop(out var part))
        {
            try
            {
                await InsertAsync(table, part, cancellationToken);
            }
            catch (ClickHouseException failure) when (SinkFailure.LiesInData(failure))
            {
                metrics.SinkError(SinkErrorClasses.Row);
                if (part.Count == 1)
                {
                    refused.Add(new RefusedRow(part.First, $"refused_row: {failure.Message}"));
                    continue;
                }

                foreach (var half in part.Split().Reverse())
                {
                    parts.Push(half);
                }
            }
        }

        return refused;
    }

    private async Task InsertAsync(SinkTable table, RowPart part, CancellationToken cancellationToken)
    {
        var query = new QueryOptions { DeduplicationToken = part.Token, Timeout = options.InsertTimeout };
        var rows = part.Bytes();
        var slowly = false;
        await PersistAsync(
            async () =>
            {
                var began = time.GetTimestamp();
                using var span = TaTracing.StartInsert(options.Database, table.Table, part.Count);
                try
                {
                    await failpoints.DuringAsync(
                        FailpointNames.InsertSent,
                        client.InsertBinaryAsync($"{options.Database}.{table.Table}", table.Columns, rows, query, cancellationToken));
                }
                catch (ClickHouseException failure)
                {
                    TaTracing.Fail(span, failure);
                    throw;
                }

                var elapsed = time.GetElapsedTime(began);
                slowly = elapsed >= options.SlowAfter;
                metrics.SinkInsert.Observe(elapsed.TotalSeconds);
            },
            table.Table, part.Count, cancellationToken);
        health.Stored(table.Table, part.Count, slowly);
    }

    /// <summary>One look at the server while there is nothing to insert.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.ExecuteNonQueryAsync("SELECT 1", options: Probe, cancellationToken: cancellationToken);
            health.Resume();
        }
        catch (ClickHouseException exception)
        {
            health.Pause(SinkFailure.Of(exception));
        }
    }

    private Task PersistAsync(Func<Task> action, string what, int rows, CancellationToken cancellationToken) => _call.RunAsync(
        _ => action(), failed => FailedAsync(failed, (ClickHouseException)failed.Failure, what, rows, cancellationToken), cancellationToken);

    private async Task FailedAsync(FailedAttempt failed, ClickHouseException exception, string what, int rows, CancellationToken cancellationToken)
    {
        var cause = SinkFailure.Of(exception);
        metrics.SinkError(cause);
        TaLog.SinkRetry(logger, exception, rows, what, cause, failed.Number, (long)failed.Delay.TotalMilliseconds);
        if (failed.Number > options.MaxRetries || !exception.IsTransient)
        {
            health.Pause(cause);
        }

        if (SinkFailure.IsCuredByInstalling(exception))
        {
            await TryInstallAsync(cancellationToken);
        }
    }

    private async Task TryInstallAsync(CancellationToken cancellationToken)
    {
        try
        {
            await schema.InstallAsync(cancellationToken);
        }
        catch (ClickHouseException exception)
        {
            metrics.SinkError(SinkFailure.Of(exception));
        }
    }
}
