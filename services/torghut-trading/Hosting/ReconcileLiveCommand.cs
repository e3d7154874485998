using System.Globalization;
using Npgsql;
using Torghut.Avro;
using Torghut.Common.Hosting;
using Torghut.Contracts.Time;
using Torghut.Trading.Backtest;
using Torghut.Trading.Json;
using Torghut.Trading.Signals;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Hosting;

/// <summary><c>torghut-trading reconcile-live --day D --signals …</c>: a day that ran beside a backtest of it, every difference with its cause.</summary>
internal static class ReconcileLiveCommand
{
    private const string Usage = """
        Usage: torghut-trading reconcile-live --day DAY|today --signals avro:FILE|-|clickhouse:[URL] [--record] [the options of backtest]

        Runs a backtest of a day and compares it with the decisions that the service wrote to Postgres (DB_DSN), by decision hash. Every decision that is missing,
        extra or different is printed with one cause: late_data, configuration, restart_gap, universe, clock, fill, manual_action or unknown. today is New
        York's. --out DIR gets the report of the backtest with the comparison in it. --record keeps the figures of the day in Postgres, where the service
        reads them for its metrics. The exit code is 0, or 65 when a cause is unknown.
        """;

    public static ServiceCommand Command { get; } = new(
        "reconcile-live", "reconcile-live --day DAY --signals SRC: compare a day that ran with a backtest of it", RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var words = context.Arguments.ToList();
        var record = words.Remove("--record");
        var index = words.IndexOf("--day");
        if (index < 0 || index + 1 == words.Count || Day(words[index + 1]) is not { } day)
        {
            await Console.Error.WriteLineAsync(Usage);
            return ExitCodes.Usage;
        }

        words.RemoveRange(index, 2);
        if (BacktestArguments.ParseWithoutCheckpoint(words, out var problem) is not { } arguments)
        {
            await Console.Error.WriteLineAsync($"torghut-trading reconcile-live: {problem}\n\n{Usage}");
            return ExitCodes.Usage;
        }

        arguments = arguments with { From = day, To = day };
        if (context.ReadOptions(typeof(DatabaseOptions))?.Get<DatabaseOptions>() is not { } options
            || BacktestCommand.ReadSettings(context, arguments) is not { } settings)
        {
            return ExitCodes.Configuration;
        }

        try
        {
            if (await BacktestInputs.RecordsAsync(context, arguments, cancellationToken) is not { } records)
            {
                return ExitCodes.Configuration;
            }

            await using var database = new Database(options);
            var catalogue = BacktestInputs.Catalogue(arguments.Strategies);
            var reader = new ParityEvidenceReader(database, settings.AccountLabel, day);
            var (live, evidence) = (await reader.DecisionsAsync(cancellationToken), await reader.EvidenceAsync(cancellationToken));
            var seen = new ParityRecords(live);
            var (report, backtest) = Backtest(
                new BacktestJob(arguments, settings, catalogue, BacktestInputs.Costs(arguments)) { Seen = seen.See }, records, cancellationToken);
            var differences = new ParityComparison(evidence, seen, catalogue, settings.Universe, settings.Risk.MaxSignalAge).Compare(live, backtest);
            var result = ParityDay.Of(settings.AccountLabel, day, live, backtest, differences);
            foreach (var difference in differences)
            {
                await Console.Out.WriteLineAsync(CanonicalJson.Serialize(difference.ToMap()));
            }

            report["parity"] = result.ToMap();
            BacktestCommand.WriteFiles(arguments, report);
            await Console.Error.WriteLineAsync(result.ToString());
            if (record)
            {
                await new ParityStore(database).SaveAsync(result, cancellationToken);
            }

            return differences.Any(one => one.Cause == ParityCause.Unknown) ? ExitCodes.Data : ExitCodes.Success;
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or InvalidDataException or AvroException
            or SignalSourceException)
        {
            await Console.Error.WriteLineAsync("torghut-trading reconcile-live: " + failure.Message);
            return ExitCodes.Failure;
        }
    }

    private static DateOnly? Day(string text) =>
        text == "today" ? NewYork.DayOf(TimeProvider.System.GetUtcNow())
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static (JsonMap Report, IReadOnlyList<ComparedDecision> Decisions) Backtest(BacktestJob job, Stream records, CancellationToken cancellationToken)
    {
        using var decisions = new StringWriter(CultureInfo.InvariantCulture);
        var report = job.Run(records, decisions, new TrialLedger(null), _ => { }, cancellationToken);
        return (report, [.. decisions.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ComparedDecisionReader.Of)]);
    }
}
