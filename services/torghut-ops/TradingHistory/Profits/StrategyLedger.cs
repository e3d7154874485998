namespace Torghut.Ops.TradingHistory.Profits;

/// <summary>The fills of one strategy in one symbol, in order of time.</summary>
internal sealed class StrategyLedger(OpeningPosition opening, DateTimeOffset from)
{
    private readonly string? _strategy = opening.Strategy;
    private readonly string _symbol = opening.Symbol;
    private readonly AverageCostPosition _position = new();
    private readonly EarlierFaults _earlier = new(opening.Uncounted);
    private readonly List<ProfitAnomaly> _anomalies = [];
    private readonly Dictionary<Guid, (decimal Qty, decimal Realised)> _closings = [];
    private decimal _unpriced = opening.Qty;
    private decimal _bought;
    private decimal _sold;

    /// <summary>Takes the next fill. One before the range builds the position that the range begins with, and nothing else.</summary>
    public void Add(Fill fill)
    {
        var counts = fill.At >= from;
        if (FillFaults.Of(fill) is var (code, text))
        {
            Report(counts, fill, code, fill.Qty, text, fill.Signed);
            return;
        }

        var price = fill.Price!.Value;
        Open(fill, price);
        var held = _position.Qty;
        var closed = _position.Apply(fill.Signed, price);
        if (counts && _strategy is null)
        {
            Report(counts, fill, ProfitAnomalies.ExternalFill, fill.Qty, "No decision stands behind this order; its profit belongs to no strategy.", 0);
        }

        if (fill.Side == Fill.Sell && closed.Opened > 0 && !fill.MayShort)
        {
            Report(counts, fill, ProfitAnomalies.SellBeyondPosition, closed.Opened,
                $"{Amounts.Text(fill.Qty)} sold with {Amounts.Text(held)} held, where a short position is not expected.", 0);
        }

        if (counts)
        {
            Count(fill, price, closed);
        }
        else if (_position.Qty == 0)
        {
            _earlier.Flat();
        }
    }

    public ProfitLine ToLine()
    {
        var results = _closings.Values.Select(closing => (closing.Qty, Sign: decimal.Sign(Amounts.Round(closing.Realised)))).ToArray();
        var closedQty = results.Sum(result => result.Qty);
        var winningQty = results.Where(result => result.Sign > 0).Sum(result => result.Qty);
        return new ProfitLine(
            _strategy, _symbol, Amounts.Round(_closings.Values.Sum(closing => closing.Realised)), Amounts.Plain(closedQty),
            closedQty == 0 ? null : Amounts.Plain(winningQty / closedQty), results.Length, results.Count(result => result.Sign > 0),
            results.Count(result => result.Sign < 0), Amounts.Plain(_bought), Amounts.Plain(_sold), Amounts.Plain(_position.Qty),
            Amounts.Round(_position.Cost), _position.AverageCost is { } average ? Amounts.Round(average) : null,
            [.. _earlier.Report(_strategy, _symbol, from), .. _anomalies])
        {
            WinningQty = winningQty,
        };
    }

    /// <summary>Shares of which nobody knows the cost begin at the price of the first fill that is known: an estimate, and said to be one.</summary>
    private void Open(Fill first, decimal price)
    {
        if (_unpriced == 0)
        {
            return;
        }

        _position.Apply(_unpriced, price);
        Report(first.At >= from, first, ProfitAnomalies.EstimatedCost, Math.Abs(_unpriced),
            $"The position is made of more orders than are read; {Amounts.Text(_unpriced)} shares from before this one count at its price, "
            + $"{Amounts.Text(price)}, whatever they cost.", 0);
        _unpriced = 0;
    }

    private void Count(Fill fill, decimal price, ClosedShares closed)
    {
        (_bought, _sold) = fill.Side == Fill.Sell ? (_bought, _sold + (fill.Qty * price)) : (_bought + (fill.Qty * price), _sold);
        if (closed.Qty > 0)
        {
            var (qty, realised) = _closings.GetValueOrDefault(fill.Order);
            _closings[fill.Order] = (qty + closed.Qty, realised + closed.Realised);
        }
    }

    private void Report(bool counts, Fill fill, string code, decimal qty, string text, decimal missing)
    {
        var anomaly = new ProfitAnomaly(code, fill.At, fill.Order, _strategy, _symbol, qty, text);
        if (counts)
        {
            _anomalies.Add(anomaly);
        }
        else
        {
            _earlier.Add(anomaly, missing);
        }
    }
}
