namespace Torghut.Trading.Reconciliation;

/// <summary>
/// Cash and positions less every fill and activity known: what the account held before them. It stays the same for as long as nothing else changes
/// the account and no record of one is wrong or missing.
/// </summary>
/// <param name="Cash">USD.</param>
/// <param name="Positions">Signed shares by symbol, without zeros.</param>
internal sealed record AccountBaseline(decimal Cash, IReadOnlyDictionary<string, decimal> Positions)
{
    public static AccountBaseline Of(decimal cash, IEnumerable<(string Symbol, decimal Qty)> positions, AccountTotals known)
    {
        var left = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (symbol, qty) in positions)
        {
            left[symbol] = left.GetValueOrDefault(symbol) + qty;
        }

        foreach (var (symbol, qty) in known.Positions)
        {
            left[symbol] = left.GetValueOrDefault(symbol) - qty;
        }

        foreach (var symbol in left.Where(pair => pair.Value == 0).Select(pair => pair.Key).ToList())
        {
            left.Remove(symbol);
        }

        return new AccountBaseline(cash - known.Cash, left);
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

/// <summary>What fills and activities made of the account so far.</summary>
/// <param name="Cash">USD that came in less what went out.</param>
/// <param name="Positions">Shares that came in less those that went out, by symbol.</param>
internal sealed record AccountTotals(decimal Cash, IReadOnlyDictionary<string, decimal> Positions);
