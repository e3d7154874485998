namespace Torghut.Ops.TradingHistory.Profits;

/// <summary>
/// Faults of fills before a range that move the profit in it: those since the position was last flat, one by one as far as there is room, and what all others
/// left out of the position, as a sum. A fault that was made good before the range has no part in it.
/// </summary>
/// <param name="uncounted">Shares that are missing from before the first fill.</param>
internal sealed class EarlierFaults(decimal uncounted)
{
    private const int Most = 20;

    private readonly List<ProfitAnomaly> _listed = [];
    private decimal _listedQty;
    private decimal _otherQty = uncounted;

    /// <param name="fault">What was seen.</param>
    /// <param name="missing">Shares that are missing in the position because of it, below 0 for those of a sale.</param>
    public void Add(ProfitAnomaly fault, decimal missing)
    {
        if (_listed.Count < Most)
        {
            _listed.Add(fault);
            _listedQty += missing;
        }
        else
        {
            _otherQty += missing;
        }
    }

    /// <summary>The position is flat: what it cost before is of no more account, what is missing in it still is.</summary>
    public void Flat()
    {
        _otherQty += _listedQty;
        _listedQty = 0;
        _listed.Clear();
    }

    public IEnumerable<ProfitAnomaly> Report(string? strategy, string symbol, DateTimeOffset from) =>
        _otherQty == 0 ? _listed : _listed.Append(new ProfitAnomaly(
        ProfitAnomalies.UncountedBefore, from, Order: null, strategy, symbol, Math.Abs(_otherQty),
        $"Fills before the range that are not counted {(_otherQty > 0 ? "bought" : "sold")} {Amounts.Text(Math.Abs(_otherQty))} shares more: "
        + "the position that it begins with is without them."));
}
