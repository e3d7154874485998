using System.Globalization;
using Dapper;
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
        York's. --record keeps the figures of the day in Postgres, where the service reads them for its metrics. The exit code is 0, or 65 when a cause is
        unknown.
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
        if (BacktestArguments.Parse(words, out var problem) is not { } arguments)
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
            var backtest = Backtest(arguments, settings, records, cancellationToken);
            var (live, gaps) = await LiveAsync(database, settings.AccountLabel, day, cancellationToken);
            var differences = new ParityComparison(gaps, settings.Risk.MaxSignalAge).Compare(live, backtest);
            var result = ParityDay.Of(settings.AccountLabel, day, live, backtest, differences);
            foreach (var difference in differences)
            {
                await Console.Out.WriteLineAsync(CanonicalJson.Serialize(difference.ToMap()));
            }

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

    private static IReadOnlyList<ComparedDecision> Backtest(
        BacktestArguments arguments, BacktestSettings settings, Stream records, CancellationToken cancellationToken)
    {
        using var decisions = new StringWriter(CultureInfo.InvariantCulture);
        new BacktestJob(arguments, settings, BacktestInputs.Catalogue(arguments.Strategies), BacktestInputs.Costs(arguments))
            .Run(records, decisions, new TrialLedger(null), _ => { }, cancellationToken);
        return [.. decisions.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ComparedDecisionReader.Of)];
    }

    private static async Task<(IReadOnlyList<ComparedDecision> Live, IReadOnlyList<ServiceGap> Gaps)> LiveAsync(
        Database database, string accountLabel, DateOnly day, CancellationToken cancellationToken)
    {
        var (from, to) = (NewYork.At(day, TimeOnly.MinValue), NewYork.At(day.AddDays(1), TimeOnly.MinValue));
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<ComparedDecisionReader.Row>(new CommandDefinition(
            """
            SELECT decision_hash, strategy_name, strategy_version, plugin_type, plugin_version, parameter_hash, feature_hash, symbol, signal_event_ts,
              array_to_string(risk_reasons, ',') AS reasons, order_payload::text AS order_text
            FROM trade_decisions WHERE account_label = @accountLabel AND signal_event_ts >= @from AND signal_event_ts < @to
            """,
            new { accountLabel, from = from.ToUniversalTime(), to = to.ToUniversalTime() },
            cancellationToken: cancellationToken));

        // Snapshots of the account carry both times: those around a start say which market time passed meanwhile.
        var gaps = await connection.QueryAsync<(DateTimeOffset? From, DateTimeOffset? To)>(new CommandDefinition(
            """
            SELECT
              (SELECT max(market_ts) FROM position_snapshots WHERE account_label = @accountLabel AND created_at < started.at) AS from,
              (SELECT min(market_ts) FROM position_snapshots WHERE account_label = @accountLabel AND created_at >= started.at) AS to
            FROM (SELECT (canonical::jsonb ->> 'at')::timestamptz AS at FROM audit_log WHERE kind = 'service_started') AS started
            """,
            new { accountLabel },
            cancellationToken: cancellationToken));
        return (
            [.. rows.Select(row => row.ToDecision())],
            [.. gaps.Select(gap => new ServiceGap(gap.From ?? DateTimeOffset.MinValue, gap.To ?? DateTimeOffset.MaxValue))]);
    }
}
