using Dapper;
using Torghut.Sandbox.Postgres;
using Torghut.Trading.Audit;
using Torghut.Trading.Json;
using Torghut.Trading.Migrations;
using Torghut.Trading.Storage;

namespace Torghut.Bench.Trading;

/// <summary>What the chain costs: rows appended to the audit log, and the same rows to a table that has its columns and neither chain nor lock.</summary>
internal static class AuditBench
{
    private const string Baseline = "the same row into a table without a chain";
    private static readonly DateTimeOffset At = new(2026, 4, 6, 15, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync(BenchArguments arguments, BenchReport report, PostgresServer postgres)
    {
        var options = new DatabaseOptions { Dsn = postgres.Uri.ToString(), ConnectTimeout = TimeSpan.FromSeconds(30) };
        await using var database = new Database(options);
        await new MigrationRunner(database, "").RunAsync(CancellationToken.None);
        await using (var connection = await database.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("CREATE TABLE plain_log (LIKE audit_log INCLUDING GENERATED INCLUDING INDEXES)");
        }

        var audit = new AuditLog(database);
        var rows = arguments.Pick(1_000, 100);
        var rounds = arguments.Pick(9, 3);
        var written = 0L;
        await MeasureAsync("audit_append_commit", rows, rowsPerCommit: 1, "each in a transaction of its own, as a decision's steps are");
        await MeasureAsync("audit_append", rows, rowsPerCommit: rows, "all in one transaction: the chain without the disk");

        var verified = await new AuditVerifier(database).VerifyAsync(audit.Head, CancellationToken.None);
        if (verified.BadRow is not null)
        {
            throw new OutputsDifferException($"Row {verified.BadRow} of the measured log does not verify: {verified.Fault}.");
        }

        report.Equal("appended rows recomputed from the first to the recorded head", verified.Head.Seq);

        async Task MeasureAsync(string name, int count, int rowsPerCommit, string note)
        {
            var samples = await Measure.AlternateAsync(
                rounds,
                () => Measure.PassAsync(count, () => AppendAsync(count, rowsPerCommit, chained: true)),
                () => Measure.PassAsync(count, () => AppendAsync(count, rowsPerCommit, chained: false)));
            report.Add(new BenchResult(name, samples[0].WallNanos / 1_000, "µs/row") { Note = $"{count} rows, {note}; by the clock" }.Against(Baseline,
                samples[1].WallNanos / 1_000));
        }

        async Task AppendAsync(int count, int rowsPerCommit, bool chained)
        {
            for (var done = 0; done < count; done += rowsPerCommit)
            {
                await database.InTransactionAsync(
                    async (connection, transaction) =>
                    {
                        for (var i = 0; i < rowsPerCommit; i++)
                        {
                            var entry = Entry(written++);
                            if (chained)
                            {
                                await audit.AppendAsync(connection, transaction, entry);
                            }
                            else
                            {
                                await connection.ExecuteAsync("INSERT INTO plain_log (seq, canonical, prev_hash, hash) VALUES (@Seq, @Canonical, '', '')",
                                    new { Seq = written, Canonical = entry.ToCanonical() }, transaction);
                            }
                        }

                        return true;
                    },
                    CancellationToken.None);
            }
        }
    }

    /// <summary>As large as the row of a risk verdict.</summary>
    private static AuditEntry Entry(long number) => new(AuditKinds.RiskVerdict, "paper", $"{number:x64}", At.AddMilliseconds(number), new JsonMap
    {
        ["status"] = "approved",
        ["reasons"] = Array.Empty<string>(),
        ["order"] =
            new JsonMap { ["symbol"] = "AAPL", ["side"] = "buy", ["qty"] = 10m, ["type"] = "limit", ["limit_price"] = 187.35m, ["time_in_force"] = "day" },
        ["risk"] = new JsonMap
        {
            ["equity"] = 1_000_000m,
            ["buying_power"] = 750_000m,
            ["position"] = 0m,
            ["gross"] = 420_000m,
            ["net"] = 390_000m,
            ["price"] =
            187.31m
        },
        ["sizing"] = new JsonMap { ["budget"] = 2_000m, ["cap"] = "max_notional_per_trade" },
    });
}
