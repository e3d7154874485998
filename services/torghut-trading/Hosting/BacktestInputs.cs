using Torghut.Trading.Backtest;
using Torghut.Trading.Catalogue;

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

    /// <exception cref="InvalidDataException">A line of the table is not understood.</exception>
    public static CostTable Costs(BacktestArguments arguments) => arguments.Costs switch
    {
        null => CostTable.Shipped(arguments.ImpactBps),
        "none" => CostTable.None(arguments.ImpactBps),
        var path => CostTable.Read(Path.GetFileName(path), File.ReadLines(path), arguments.ImpactBps),
    };

    /// <summary>Where decisions go; null for nowhere.</summary>
    public static StreamWriter? Decisions(BacktestArguments arguments) => (arguments.Decisions, arguments.Out) switch
    {
        ("-", _) => new StreamWriter(Console.OpenStandardOutput()),
        ({ } path, _) => new StreamWriter(path),
        (null, { } folder) => new StreamWriter(Path.Combine(folder, "decisions.jsonl")),
        _ => null,
    };
}
