using Torghut.ClickHouse;
using Torghut.Common.Hosting;
using Torghut.Contracts.Time;
using Torghut.Trading.Backtest;
using Torghut.Trading.Backtest.Checkpoints;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Hosting;

/// <summary>The files that a backtest is told of.</summary>
internal static class BacktestInputs
{
    /// <exception cref="InvalidDataException">The catalogue is refused; every problem is named.</exception>
    public static StrategyCatalogue Catalogue(string? path)
    {
        var result = path is null
            ? CatalogueParser.Parse(ShippedCatalogue.Name, ShippedCatalogue.Text)
            : CatalogueFile.Read(path).Parse();
        return result.Catalogue ?? throw new InvalidDataException(string.Join(Environment.NewLine, result.Problems));
    }

    /// <summary>Signals and bars; null when a key of the environment is wrong, which has been said then.</summary>
    /// <exception cref="InvalidDataException">Stored ones of all times are asked for.</exception>
    /// <exception cref="SignalSourceException">The store does not answer.</exception>
    public static async Task<Stream?> RecordsAsync(CommandContext context, BacktestArguments arguments, CancellationToken cancellationToken)
    {
        if (!arguments.Stored)
        {
            return arguments.IsFile ? File.OpenRead(arguments.Signals) : Console.OpenStandardInput();
        }

        if (arguments.From == DateOnly.MinValue || arguments.To == DateOnly.MaxValue)
        {
            throw new InvalidDataException("--signals clickhouse: needs --from and --to");
        }

        var environment = new Dictionary<string, string>(context.Environment, StringComparer.Ordinal);
        if (arguments.ClickHouse is { } url)
        {
            environment["TA_CLICKHOUSE_URL"] = url.ToString();
        }

        if ((context with { Environment = environment }).ReadOptions(typeof(SignalOptions))?.Get<SignalOptions>() is not { } options)
        {
            return null;
        }

        using var client = ClickHouseClient.Create(options.Client(), TimeProvider.System);
        var source = new ClickHouseSignalSource(client, options, rejects: null);
        return await new StoredRecords(source, arguments.Symbols).ReadAsync(
            NewYork.At(arguments.From, TimeOnly.MinValue), NewYork.At(arguments.To.AddDays(1), TimeOnly.MinValue), cancellationToken);
    }

    /// <exception cref="InvalidDataException">A line of the table is not understood.</exception>
    public static CostTable Costs(BacktestArguments arguments) => arguments.Costs switch
    {
        null => CostTable.Shipped(arguments.ImpactBps),
        "none" => CostTable.None(arguments.ImpactBps),
        var path => CostTable.Read(Path.GetFileName(path), File.ReadLines(path), arguments.ImpactBps),
    };

    /// <summary>Where decisions go; null for nowhere, or for a file of them.</summary>
    public static StreamWriter? Decisions(BacktestArguments arguments) => arguments.Decisions == "-" ? new StreamWriter(Console.OpenStandardOutput()) : null;

    /// <summary>The file that decisions go to; null for none.</summary>
    public static DecisionLog? DecisionLog(BacktestArguments arguments) => (arguments.Decisions, arguments.Out) switch
    {
        ("-", _) => null,
        ({ } path, _) => new DecisionLog(path),
        (null, { } folder) => new DecisionLog(Path.Combine(folder, "decisions.jsonl")),
        _ => null,
    };
}
