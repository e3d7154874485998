namespace Torghut.Ops.TradingHistory.Profits;

/// <summary>The fills of one strategy in one symbol, in order of time.</summary>
internal sealed class StrategyLedger(string? strategy, string symbol, DateTimeOffset from)
{
    private readonly AverageCostPosition _position = new();
    private readonly List<ProfitAnomaly> _anomalies = [];
    private readonly Dictionary<Guid, (decimal Qty, decimal Realised)> _closings = [];
    private decimal _bought;
    private decimal _sold;

    /// <summary>Takes the next fill. One before the range builds the position that the range begins with, and nothing else.</summary>
    public void Add(Fill fill)
    {
        var counts = fill.At >= from;
        if (Fault(fill) is var (code, text))
        {
            Report(counts, fill, code, fill.Qty, text);
            return;
        }

        var isSale = fill.Side == Fill.Sell;
        var price = fill.Price!.Value;
        var held = _position.Qty;
        var closed = _position.Apply(isSale ? -fill.Qty : fill.Qty, price);
        if (counts && strategy is null)
        {
            Report(counts, fill, ProfitAnomalies.ExternalFill, fill.Qty, "No decision stands behind this order; its profit belongs to no strategy.");
        }

        if (isSale && closed.Opened > 0 && !fill.MayShort)
        {
            Report(counts, fill, ProfitAnomalies.SellBeyondPosition, closed.Opened,
                $"{Amounts.Text(fill.Qty)} sold with {Amounts.Text(held)} held, where a short position is not expected.");
        }

        if (!counts)
        {
            return;
        }

        (_bought, _sold) = isSale ? (_bought, _sold + (fill.Qty * price)) : (_bought + (fill.Qty * price), _sold);
        if (closed.Qty > 0)
        {
            var (qty, realised) = _closings.GetValueOrDefault(fill.Order);
            _closings[fill.Order] = (qty + closed.Qty, realised + closed.Realised);
        }
    }

    public ProfitLine ToLine()
    {
        var results = _closings.Values.Select(closing => (closing.Qty, Sign: decimal.Sign(Amounts.Round(closing.Realised)))).ToArray();
        var closedQty = results.Sum(result => result.Qty);
        var winningQty = results.Where(result => result.Sign > 0).Sum(result => result.Qty);
        return new ProfitLine(
            strategy, symbol, Amounts.Round(_closings.Values.Sum(closing => closing.Realised)), Amounts.Plain(closedQty),
            closedQty == 0 ? null : Amounts.Plain(winningQty / closedQty), results.Length, results.Count(result => result.Sign > 0),
            results.Count(result => result.Sign < 0), Amounts.Plain(_bought), Amounts.Plain(_sold), Amounts.Plain(_position.Qty),
            Amounts.Round(_position.Cost), _position.AverageCost is { } average ? Amounts.Round(average) : null, _anomalies)
        {
            WinningQty = winningQty,
        };
    }

    private static (string Code, string Text)? Fault(Fill fill) => fill switch
    {
        { Price: null } => (ProfitAnomalies.MissingPrice, "The broker named no price; the fill is not counted."),
        { Side: not (Fill.Buy or Fill.Sell) } => (ProfitAnomalies.UnknownSide, $"The side '{fill.Side}' is not known; the fill is not counted."),
        { Qty: <= 0 or > Fill.MaxQty } or { Price: < 0 or > Fill.MaxPrice } =>
            (ProfitAnomalies.Implausible, "A quantity or price beyond what is traded; the fill is not counted."),
        _ => null,
    };

    private void Report(bool counts, Fill fill, string code, decimal qty, string text)
    {
        if (counts)
        {
            _anomalies.Add(new ProfitAnomaly(code, fill.At, fill.Order, strategy, symbol, qty, text));
        }
    }
}
