using Npgsql;
using Torghut.Ops.TradingHistory.Profits;

namespace Torghut.Ops.TradingHistory.Reading;

/// <summary>What trading's sums say of a position before a day (UTC).</summary>
/// <param name="Strategy">Null for orders that no decision stands behind.</param>
/// <param name="Qty">Shares by the fills that count.</param>
/// <param name="Uncounted">Shares of those that do not.</param>
/// <param name="Since">Since when the position was at no day's end flat.</param>
internal sealed record HeldPosition(string? Strategy, string Symbol, decimal Qty, decimal Uncounted, DateTimeOffset Since)
{
    public static HeldPosition Read(NpgsqlDataReader row) => new(
        row.GetString(0) is { Length: > 0 } strategy ? strategy : null, row.GetString(1), row.Amount(2), row.Amount(3),
        row.IsDBNull(4) ? DateTimeOffset.UnixEpoch : new DateTimeOffset(row.GetFieldValue<DateOnly>(4).AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));

    /// <summary>Whether the position was flat at a moment between these fills, so that none before them is part of it.</summary>
    /// <param name="earlier">Its newest fills of before the range.</param>
    /// <param name="day">Before which the sums are.</param>
    public bool WasFlatWithin(IEnumerable<Fill> earlier, DateTimeOffset day)
    {
        var qty = Qty;
        foreach (var fill in earlier.Where(fill => fill.At < day && FillFaults.Of(fill) is null)
            .OrderByDescending(fill => fill.At).ThenByDescending(fill => fill.Order))
        {
            if (qty == 0)
            {
                return true;
            }

            qty -= fill.Signed;
        }

        return false;
    }

    /// <summary>What of it is not among the fills that were read.</summary>
    /// <param name="earlier">Those of before the range.</param>
    /// <param name="day">Before which the sums are.</param>
    public OpeningPosition Before(IEnumerable<Fill> earlier, DateTimeOffset day)
    {
        var (qty, uncounted) = (Qty, Uncounted);
        foreach (var fill in earlier.Where(fill => fill.At < day))
        {
            (qty, uncounted) = FillFaults.Of(fill) is null ? (qty - fill.Signed, uncounted) : (qty, uncounted - fill.Signed);
        }

        return new OpeningPosition(Strategy, Symbol, qty, uncounted);
    }
}
