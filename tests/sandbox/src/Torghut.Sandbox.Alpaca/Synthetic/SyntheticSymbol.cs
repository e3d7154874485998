using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Numbers;

namespace Torghut.Sandbox.Alpaca.Synthetic;

/// <summary>
/// One symbol's event stream: quotes and trades arrive as a Poisson process whose rate switches between calm and burst; the mid price
/// is a random walk with a drift that changes sign every minute or so; the spread widens in bursts; trades print at a side of the quote.
/// </summary>
internal sealed class SyntheticSymbol
{
    private const double QuotesPerTrade = 4;
    private const double BurstFactor = 8;

    // Two per cent a day; a trend of a quarter of a per cent a minute; half of what went away from the first price comes back in 20 minutes.
    private const double VolatilityPerSecond = 1.3e-4;
    private const double DriftPerSecond = 4e-5;
    private const double PullPerSecond = 6e-4;

    private static readonly ConditionSet[] Regular = [new("@"), new("@"), new("@"), new("@", "F")];
    private static readonly ConditionSet[] Odd = [new("@", "I"), new("@", "I"), new("@", "F", "I")];

    private readonly SymbolInfo _symbol;
    private readonly SyntheticProfile _profile;
    private readonly byte[] _exchanges;
    private readonly double _eventsPerSecond;
    private SplitMix64 _random;
    private Tick _quote;
    private double _mid;
    private double _drift;
    private long _regimeEnds;
    private long _movedAt;
    private long _paceChanges;
    private bool _burst;
    private long _tradeId;

    public SyntheticSymbol(SymbolInfo symbol, AlpacaSimulatorOptions options, long startTime)
    {
        _symbol = symbol;
        _profile = SyntheticProfile.Of(symbol.Name, options.Seed);
        _random = SplitMix64.For(options.Seed, symbol.Name);
        _exchanges = options.Feed == "iex" ? "V"u8.ToArray() : "QPZKVBYNJD"u8.ToArray();
        _eventsPerSecond = options.TradesPerSecond * _profile.Activity * (1 + QuotesPerTrade);
        _mid = _profile.Price;
        _regimeEnds = startTime;
        _movedAt = startTime;
        _paceChanges = startTime + Seconds(_random.NextExponential(45));
        _tradeId = 10_000;
        _quote = new Tick { Kind = TickKind.Quote, Symbol = symbol.Index, Conditions = ConditionSet.RegularQuote };
        NextTime = startTime;
        Requote();
    }

    /// <summary>When this symbol's next event happens.</summary>
    public long NextTime { get; private set; }

    public Tick Next()
    {
        var time = NextTime;
        Move(time);
        NextTime += Math.Max(1, Seconds(_random.NextExponential(1 / (_burst ? _eventsPerSecond * BurstFactor : _eventsPerSecond))));
        if (_quote.Time != 0 && _random.NextDouble() < 1 / (1 + QuotesPerTrade))
        {
            return Trade(time);
        }

        Requote();
        _quote.Time = time;
        return _quote;
    }

    private static long Seconds(double seconds) => (long)(seconds * Nanos.PerSecond);

    private void Move(long time)
    {
        if (time >= _paceChanges)
        {
            _burst = !_burst;
            _paceChanges = time + Seconds(_random.NextExponential(_burst ? 2.5 : 45));
        }

        if (time >= _regimeEnds)
        {
            _drift = (_random.NextInt(3) - 1) * DriftPerSecond;
            _regimeEnds = time + Seconds(15 + _random.NextExponential(60));
        }

        var seconds = (time - _movedAt) / (double)Nanos.PerSecond;
        _movedAt = time;
        var pull = PullPerSecond * Math.Log(_profile.Price / _mid);
        _mid *= 1 + ((_drift + pull) * seconds) + (VolatilityPerSecond * (_burst ? 1.5 : 1) * Math.Sqrt(seconds) * _random.NextNormal());
    }

    private void Requote()
    {
        var spread = Math.Max(1, _profile.SpreadCents * (_burst ? 1.8 : 1) * Math.Exp(0.35 * _random.NextNormal()));
        var cents = _mid * 100;
        var bid = (long)Math.Floor(cents - (spread / 2));
        var ask = Math.Max(bid + 1, (long)Math.Ceiling(cents + (spread / 2)));
        _quote.Bid = bid * 100;
        _quote.Ask = ask * 100;
        _quote.BidSize = 100 * (1 + (long)_random.NextExponential(4));
        _quote.AskSize = 100 * (1 + (long)_random.NextExponential(4));
        _quote.BidExchange = _exchanges[_random.NextInt(_exchanges.Length)];
        _quote.AskExchange = _exchanges[_random.NextInt(_exchanges.Length)];
    }

    private Tick Trade(long time)
    {
        var side = _random.NextDouble();
        var odd = _random.NextDouble() < 0.35;
        return new Tick
        {
            Kind = TickKind.Trade,
            Symbol = _symbol.Index,
            Time = time,
            Id = ++_tradeId,
            Price = side < 0.46 ? _quote.Bid : side < 0.92 ? _quote.Ask : (_quote.Bid + _quote.Ask) / 2,
            Size = odd ? 1 + _random.NextInt(99) : 100 * (1 + (long)_random.NextExponential(1.5)),
            Exchange = _exchanges[_random.NextInt(_exchanges.Length)],
            Conditions = odd ? Odd[_random.NextInt(Odd.Length)] : Regular[_random.NextInt(Regular.Length)],
        };
    }
}
