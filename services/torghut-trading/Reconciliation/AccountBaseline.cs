namespace Torghut.Trading.Reconciliation;

/// <summary>
/// Cash and positions less every fill known: what the account held before the fills. It stays the same for as long as nothing but orders changes
/// the account and no record of a fill is wrong or missing.
/// </summary>
/// <param name="Cash">USD.</param>
/// <param name="Positions">Signed shares by symbol, without zeros.</param>
internal sealed record AccountBaseline(decimal Cash, IReadOnlyDictionary<string, decimal> Positions)
{
    public static AccountBaseline Of(decimal cash, IEnumerable<(string Symbol, decimal Qty)> positions, FillTotals fills)
    {
        var left = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (symbol, qty) in positions)
        {
            left[symbol] = left.GetValueOrDefault(symbol) + qty;
        }

        foreach (var (symbol, qty) in fills.Positions)
        {
            left[symbol] = left.GetValueOrDefault(symbol) - qty;
        }

        foreach (var symbol in left.Where(pair => pair.Value == 0).Select(pair => pair.Key).ToList())
        {
            left.Remove(symbol);
        }

        return new AccountBaseline(cash - fills.Cash, left);
    }

    /// <summary>What this baseline holds more than the one it is compared with; empty when they agree.</summary>
    /// <param name="inForce">The baseline in force.</param>
    /// <param name="cashTolerance">USD by which cash may differ: averages are rounded.</param>
    public ReconciliationBreak Less(AccountBaseline inForce, decimal cashTolerance)
    {
        var positions = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var symbol in Positions.Keys.Union(inForce.Positions.Keys, StringComparer.Ordinal))
        {
            var more = Positions.GetValueOrDefault(symbol) - inForce.Positions.GetValueOrDefault(symbol);
            if (more != 0)
            {
                positions.Add(symbol, more);
            }
        }

        var cash = Cash - inForce.Cash;
        return new ReconciliationBreak(Math.Abs(cash) <= cashTolerance ? 0 : cash, positions);
    }
}

/// <summary>Everything filled so far.</summary>
/// <param name="Cash">USD that came in by sales less what went out by purchases.</param>
/// <param name="Positions">Shares bought less shares sold, by symbol.</param>
internal sealed record FillTotals(decimal Cash, IReadOnlyDictionary<string, decimal> Positions);
