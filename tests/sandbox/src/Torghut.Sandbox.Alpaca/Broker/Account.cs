using System.Globalization;
using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Numbers;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>Cash and positions of the one account, and what follows from them at current prices. Used under the broker's lock.</summary>
internal sealed class Account(AlpacaSimulatorOptions options, SyntheticMarket market)
{
    private readonly SortedDictionary<int, Position> _positions = [];

    public Guid Id { get; set; } = Guid.NewGuid();

    public decimal Cash { get; set; } = options.InitialCash;

    public decimal StartEquity { get; } = options.InitialCash;

    public AccountConfiguration Configuration { get; set; } = new()
    {
        MaxMarginMultiplier = options.Multiplier.ToString(CultureInfo.InvariantCulture),
        NoShorting = !options.ShortingEnabled,
    };

    /// <summary>Buying power per dollar of equity.</summary>
    public int Multiplier => Math.Min(options.Multiplier, int.Parse(Configuration.MaxMarginMultiplier, CultureInfo.InvariantCulture));

    /// <summary>Whether shorting is open to the account at all, whatever its settings.</summary>
    public bool IsShortingOpen => options.ShortingEnabled;

    public bool MayShort => options.ShortingEnabled && !Configuration.NoShorting;

    public IReadOnlyDictionary<int, Position> Positions => _positions;

    public decimal LongValue => Values().Where(v => v > 0).Sum();

    /// <summary>Negative or zero.</summary>
    public decimal ShortValue => Values().Where(v => v < 0).Sum();

    public decimal Equity => Cash + LongValue + ShortValue;

    public decimal InitialMargin => (LongValue - ShortValue) / Multiplier;

    public Position PositionOf(int symbol) => _positions.GetValueOrDefault(symbol);

    /// <summary>What the account may still buy, given a multiple of equity and what open orders hold.</summary>
    public decimal BuyingPower(int multiplier, decimal reserved) => Math.Max(0, (Equity * multiplier) - (LongValue - ShortValue) - reserved);

    public void Execute(int symbol, OrderSide side, decimal qty, decimal price)
    {
        var signed = side == OrderSide.Buy ? qty : -qty;
        Cash -= signed * price;
        Set(symbol, PositionOf(symbol).After(signed, price));
    }

    /// <summary>Puts a position in the place of the one held; one of no shares is none.</summary>
    public void Set(int symbol, Position position)
    {
        if (position.Qty == 0)
        {
            _positions.Remove(symbol);
        }
        else
        {
            _positions[symbol] = position;
        }
    }

    public decimal PriceOf(int symbol)
    {
        var mark = market.Of(symbol).Mark;
        return mark > 0 ? Amounts.Price(mark) : PositionOf(symbol).AveragePrice;
    }

    private IEnumerable<decimal> Values() => _positions.Select(p => p.Value.Qty * PriceOf(p.Key));
}
