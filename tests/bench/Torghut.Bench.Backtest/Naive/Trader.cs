namespace Torghut.Bench.Backtest.Naive;

/// <summary>The shipped strategy with a budget of 2,000 USD and a pause of a minute between entries: market orders that fill at the quote at once.</summary>
internal sealed class Trader
{
    private const decimal Budget = 2_000;
    private static readonly TimeSpan Cooldown = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, double> _prices = [];
    private readonly Dictionary<string, decimal> _positions = [];
    private readonly Dictionary<string, DateTimeOffset> _entries = [];
    private decimal _cash = 100_000;

    /// <summary>A bar comes before the signal of its second.</summary>
    public void OnBar(string symbol, double close) => _prices[symbol] = close;

    public Order? OnSignal(Indicators signal)
    {
        var buys = signal.Macd > signal.MacdSignal && signal.Rsi < 35;
        if (!buys && !(signal.Macd < signal.MacdSignal && signal.Rsi > 65))
        {
            return null;
        }

        var price = Math.Round((decimal)_prices[signal.Symbol], 8);
        var held = _positions.GetValueOrDefault(signal.Symbol);
        var budget = Math.Max(1, Math.Floor(Budget / price));
        var qty = !buys && held > 0 ? Math.Min(held, budget) : budget;
        var approved = buys
            ? qty * price <= _cash && !(_entries.TryGetValue(signal.Symbol, out var last) && signal.At - last < Cooldown)
            : held > 0;
        if (approved)
        {
            var fill = signal is { Bid: > 0, Ask: > 0 } && signal.Bid <= signal.Ask ? Math.Round((decimal)(buys ? signal.Ask : signal.Bid), 8) : price;
            _cash += buys ? -qty * fill : qty * fill;
            _positions[signal.Symbol] = held + (buys ? qty : -qty);
            if (buys)
            {
                _entries[signal.Symbol] = signal.At;
            }
        }

        return new Order(signal.Symbol, signal.At, buys, approved, qty);
    }
}
