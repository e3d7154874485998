using System.Globalization;
using Torghut.Contracts.Time;

namespace Torghut.Trading.Backtest;

/// <summary>
/// Fees by date, from a table: <c>fee,from,to,rate,max,source</c>. <c>sec</c> is USD per million of a sale's proceeds, <c>taf</c> USD a share sold and at most
/// <c>max</c> an execution, <c>cat</c> USD a share, bought or sold. Days without a row cost nothing and are named in the report. Amounts are not rounded.
/// </summary>
internal sealed class CostTable
{
    private const decimal Million = 1_000_000m;
    private const decimal BasisPoints = 10_000m;

    private readonly IReadOnlyList<FeeRate> _rates;
    private readonly decimal _impact;

    private CostTable(string name, IReadOnlyList<FeeRate> rates, decimal impactBps)
    {
        (Name, _rates, _impact) = (name, rates, impactBps / BasisPoints);
    }

    /// <summary>Nothing but the price and, if any, an impact.</summary>
    public static CostTable None(decimal impactBps = 0) => new("none", [], impactBps);

    public string Name { get; }

    /// <summary>Of every rate, whatever the table is called.</summary>
    public string Digest => Json.Digest.Of(string.Create(CultureInfo.InvariantCulture, $"{_impact} {string.Join('\n', _rates)}"));

    /// <summary>Reads a table.</summary>
    /// <param name="name">Named in the report and in problems.</param>
    /// <param name="lines">Its lines, a heading first; empty ones and those that begin with # are passed over.</param>
    /// <param name="impactBps">Basis points by which an order is assumed to move the price against itself.</param>
    /// <exception cref="InvalidDataException">A line is not understood; it is named.</exception>
    public static CostTable Read(string name, IEnumerable<string> lines, decimal impactBps)
    {
        var rates = new List<FeeRate>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (line.Length == 0 || line[0] == '#' || line.StartsWith("fee,", StringComparison.Ordinal))
            {
                continue;
            }

            rates.Add(FeeRate.Parse(line) ?? throw new InvalidDataException(
                $"{name}:{number}: expected fee,from,to,rate,max,source with fee one of sec, taf, cat; found '{line}'"));
        }

        return new CostTable(name, rates, impactBps);
    }

    /// <summary>The shipped table.</summary>
    public static CostTable Shipped(decimal impactBps)
    {
        using var stream = typeof(CostTable).Assembly.GetManifestResourceStream("fees.csv")!;
        using var reader = new StreamReader(stream);
        return Read("fees.csv", reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries), impactBps);
    }

    public FeeCharge Of(bool sells, decimal qty, decimal price, DateTimeOffset at)
    {
        var day = NewYork.DayOf(at);
        var taf = sells ? RateOf("taf", day) : null;
        return new FeeCharge(
            sells && RateOf("sec", day) is { } sec ? qty * price * sec.Rate / Million : 0,
            taf is null ? 0 : Math.Min(qty * taf.Rate, taf.Max ?? decimal.MaxValue),
            RateOf("cat", day) is { } cat ? qty * cat.Rate : 0,
            qty * price * _impact);
    }

    /// <summary>Fees that the table does not know for a day.</summary>
    public IEnumerable<string> UnknownOn(DateOnly day) => _rates.Select(rate => rate.Fee).Distinct().Where(fee => RateOf(fee, day) is null);

    private FeeRate? RateOf(string fee, DateOnly day)
    {
        foreach (var rate in _rates)
        {
            if (rate.Fee == fee && day >= rate.From && day <= rate.To)
            {
                return rate;
            }
        }

        return null;
    }

    private sealed record FeeRate(string Fee, DateOnly From, DateOnly To, decimal Rate, decimal? Max)
    {
        public static FeeRate? Parse(string line)
        {
            var cells = line.Split(',', 6);
            return cells.Length == 6 && cells[0] is "sec" or "taf" or "cat" && Day(cells[1], DateOnly.MinValue) is { } from
                && Day(cells[2], DateOnly.MaxValue) is { } to && Number(cells[3]) is { } rate && (cells[4].Length == 0 || Number(cells[4]) is not null)
                ? new FeeRate(cells[0], from, to, rate, Number(cells[4]))
                : null;
        }

        private static DateOnly? Day(string text, DateOnly whenEmpty) =>
            text.Length == 0 ? whenEmpty
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

        private static decimal? Number(string text) =>
            decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
