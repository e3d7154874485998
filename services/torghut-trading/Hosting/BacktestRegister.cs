using Npgsql;
using Torghut.Common.Hosting;
using Torghut.Trading.Account;
using Torghut.Trading.Backtest;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Hosting;

/// <summary><c>torghut-trading backtest register REPORT.json</c>: puts a report forward as evidence for a promotion.</summary>
internal static class BacktestRegister
{
    public const string Usage = """
        Usage: torghut-trading backtest register REPORT.json

        Writes a report (report.json of backtest --out) to Postgres (DB_DSN) as evidence for the gate statistical_robustness of /trading/autonomy. The gate goes by
        the newest report of the account (TORGHUT_ACCOUNT_LABEL) on the strategies that are in force, whatever it says. The exit code is 0, 64 for a wrong command
        line, 65 for what is no report, or one of another account, or without costs, with --fills touch or with another year than of 252 periods.
        """;

    /// <summary>A report of years is a tenth of this.</summary>
    private const long MostBytes = 64L << 20;

    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        if (words is not [var path])
        {
            await Console.Error.WriteLineAsync(Usage);
            return ExitCodes.Usage;
        }

        if (context.ReadOptions(typeof(DatabaseOptions), typeof(SwitchOptions)) is not { } options)
        {
            return ExitCodes.Configuration;
        }

        try
        {
            if (new FileInfo(path).Length > MostBytes)
            {
                throw new InvalidDataException($"The file has more than {MostBytes >> 20} MiB.");
            }

            var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            var evidence = BacktestEvidence.Read(bytes);
            var account = options.Get<SwitchOptions>().AccountLabel;
            if (evidence.AccountLabel != account)
            {
                throw new InvalidDataException($"The report is of the account '{evidence.AccountLabel}', and this is '{account}'.");
            }

            await using var database = new Database(options.Get<DatabaseOptions>());
            var isNew = await new BacktestReports(database).RegisterAsync(evidence, bytes, cancellationToken);
            await Console.Out.WriteLineAsync($"{(isNew ? "registered" : "known already")} {evidence.Sha256}");
            return ExitCodes.Success;
        }
        catch (InvalidDataException odd)
        {
            await Console.Error.WriteLineAsync($"torghut-trading backtest register: {path}: {odd.Message}");
            return ExitCodes.Data;
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            await Console.Error.WriteLineAsync("torghut-trading backtest register: " + failure.Message);
            return ExitCodes.Failure;
        }
    }
}
