namespace Torghut.Bench.Backtest.Naive;

/// <summary>Bars and indicators of one symbol as one writes them down first: lists, and windows looked through again for every bar.</summary>
internal sealed class SignalMaker
{
    private const int RsiPeriod = 14;
    private const int BollingerPeriod = 20;
    private const int WindowSeconds = 300;
    private const int VolatilityBars = 60;
    private static readonly TimeSpan StaleQuote = TimeSpan.FromSeconds(15);

    private readonly List<Bar> _bars = [];
    private double _ema12, _ema26, _signal, _gain, _loss;
    private decimal _notional, _volume;

    public static IEnumerable<(Bar Bar, Indicators Indicators)> Of(string symbol, IEnumerable<Trade> trades, IEnumerable<Quote> quotes)
    {
        var maker = new SignalMaker();
        using var quote = quotes.GetEnumerator();
        var hasQuote = quote.MoveNext();
        Quote? last = null;
        var second = new List<Trade>();
        foreach (var trade in trades.Append(null))
        {
            if (second.Count > 0 && (trade is null || End(trade.At) != End(second[0].At)))
            {
                var bar = BarOf(symbol, second);
                while (hasQuote && quote.Current.At <= bar.End)
                {
                    last = quote.Current;
                    hasQuote = quote.MoveNext();
                }

                yield return (bar, maker.Add(bar, last is not null && last.At >= bar.End - StaleQuote ? last : null));
                second.Clear();
            }

            if (trade is not null)
            {
                second.Add(trade);
            }
        }
    }

    private static DateTimeOffset End(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds() + 1);

    private static Bar BarOf(string symbol, List<Trade> trades)
    {
        var volume = trades.Sum(trade => trade.Size);
        return new Bar(
            symbol, End(trades[0].At), trades[0].Price, trades.Max(trade => trade.Price), trades.Min(trade => trade.Price), trades[^1].Price, volume,
            trades.Sum(trade => trade.Price * trade.Size) / volume);
    }

    private Indicators Add(Bar bar, Quote? quote)
    {
        var before = _bars.LastOrDefault();
        _bars.Add(bar);
        _ema12 = before is null ? bar.Close : (2.0 / 13 * bar.Close) + (11.0 / 13 * _ema12);
        _ema26 = before is null ? bar.Close : (2.0 / 27 * bar.Close) + (25.0 / 27 * _ema26);
        var macd = _ema12 - _ema26;
        _signal = before is null ? macd : (0.2 * macd) + (0.8 * _signal);
        _notional += (decimal)(bar.Vwap * bar.Volume);
        _volume += (decimal)bar.Volume;
        var newest = _bars.Skip(Math.Max(0, _bars.Count - BollingerPeriod)).Select(one => one.Close).ToList();
        var middle = newest.Average();
        var deviation = Math.Sqrt(newest.Average(close => (close - middle) * (close - middle)));
        var warm = _bars.Count >= BollingerPeriod;
        return new Indicators(bar.Symbol, bar.End, macd, _signal, _ema12, _ema26, Rsi(), Side(quote?.Bid), Side(quote?.Ask))
        {
            BollingerMiddle = warm ? middle : null,
            BollingerUpper = warm ? middle + (2 * deviation) : null,
            BollingerLower = warm ? middle - (2 * deviation) : null,
            SessionVwap = (double)(_notional / _volume),
            WindowVwap = WindowVwap(bar),
            Volatility = Volatility(),
        };
    }

    /// <summary>Nothing yet on this side.</summary>
    private static double? Side(double? price) => price > 0 ? price : null;

    private double? Rsi()
    {
        if (_bars.Count <= RsiPeriod)
        {
            return null;
        }

        double Change(int at) => _bars[at].Close - _bars[at - 1].Close;
        if (_bars.Count == RsiPeriod + 1)
        {
            _gain = Enumerable.Range(1, RsiPeriod).Average(at => Math.Max(0, Change(at)));
            _loss = Enumerable.Range(1, RsiPeriod).Average(at => Math.Max(0, -Change(at)));
        }
        else
        {
            _gain = (((RsiPeriod - 1) * _gain) + Math.Max(0, Change(_bars.Count - 1))) / RsiPeriod;
            _loss = (((RsiPeriod - 1) * _loss) + Math.Max(0, -Change(_bars.Count - 1))) / RsiPeriod;
        }

        return _loss == 0 ? (_gain == 0 ? 50 : 100) : 100 - (100 / (1 + (_gain / _loss)));
    }

    private double WindowVwap(Bar bar)
    {
        double notional = 0, volume = 0;
        for (var i = _bars.Count - 1; i >= 0 && _bars[i].End > bar.End.AddSeconds(-WindowSeconds); i--)
        {
            notional += _bars[i].Vwap * _bars[i].Volume;
            volume += _bars[i].Volume;
        }

        return notional / volume;
    }

    private double? Volatility()
    {
        var from = Math.Max(0, _bars.Count - VolatilityBars);
        var returns = Enumerable.Range(from + 1, _bars.Count - 1 - from).Select(at => Math.Log(_bars[at].Close / _bars[at - 1].Close)).ToList();
        if (returns.Count == 0)
        {
            return null;
        }

        var mean = returns.Average();
        return Math.Sqrt(returns.Average(one => (one - mean) * (one - mean)));
    }
}
