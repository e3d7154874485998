using Torghut.Trading.Checkpoints;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Backtest;

/// <summary>The bars of one symbol's price look-back, and its newest quote.</summary>
internal sealed class SymbolWindow : ICheckpointed
{
    private const int RecentBars = 5;

    private RecordedBar[] _bars = new RecordedBar[64];
    private int _first;
    private int _count;
    private decimal _volume;
    private PriceView? _known;

    // Hardly a bar's price is asked for before the next one comes, and decimals are dear.
    private double? _lastClose;
    private decimal? _last;

    public DateTimeOffset QuoteAt { get; set; } = DateTimeOffset.MinValue;

    public double? Bid { get; set; }

    public double? Ask { get; set; }

    /// <summary>The newest price, however old.</summary>
    public decimal? Last => _last ??= RecordedBar.ToPrice(_lastClose);

    public void Add(in RecordedBar bar)
    {
        // The same second again replaces what was there, as the newest row of a position does.
        if (_count > 0 && At(_count - 1) is { } last && last.At == bar.At && last.Seq == bar.Seq)
        {
            _volume -= last.Shares;
            _count--;
        }

        if (_count == _bars.Length)
        {
            Grow();
        }

        _bars[(_first + _count++) & (_bars.Length - 1)] = bar;
        _volume += bar.Shares;
        (_lastClose, _last) = (bar.Close, null);
        _known = null;
    }

    public PriceView? PriceAt(DateTimeOffset now, DateTimeOffset oldest)
    {
        while (_count > 0 && At(0).At < oldest)
        {
            _volume -= At(0).Shares;
            _first = (_first + 1) & (_bars.Length - 1);
            _count--;
            _known = null;
        }

        if (_count == 0)
        {
            return null;
        }

        return _known ??= new PriceView(At(_count - 1).Price, At(_count - 1).At, (decimal)(double)_volume, Recent());
    }

    public void Save(CheckpointWriter writer)
    {
        writer.Write([.. Enumerable.Range(0, _count).Select(i => At(i))], bar =>
        {
            writer.Write(bar.At);
            writer.Write(bar.Seq);
            writer.Write(bar.Close);
            writer.Write(bar.Volume);
        });
        writer.Write(_volume);
        writer.Write(QuoteAt);
        writer.Write(Bid);
        writer.Write(Ask);
        writer.Write(Last);
    }

    public void Load(CheckpointReader reader)
    {
        reader.All(() => Add(new RecordedBar(reader.Time(), reader.Long(), reader.Double(), reader.Double())));
        _volume = reader.Decimal();
        (QuoteAt, Bid, Ask, _last) = (reader.Time(), reader.DoubleOrNull(), reader.DoubleOrNull(), reader.DecimalOrNull());
    }

    /// <summary>Median of the bars before the newest, the lower one of two in the middle.</summary>
    private decimal? Recent()
    {
        var count = Math.Min(RecentBars, _count - 1);
        if (count == 0)
        {
            return null;
        }

        Span<double> closes = stackalloc double[count];
        for (var i = 0; i < count; i++)
        {
            closes[i] = At(_count - 2 - i).Close;
        }

        closes.Sort();
        return RecordedBar.ToPrice(closes[((count + 1) / 2) - 1]);
    }

    private ref readonly RecordedBar At(int index) => ref _bars[(_first + index) & (_bars.Length - 1)];

    private void Grow()
    {
        var larger = new RecordedBar[2 * _bars.Length];
        for (var i = 0; i < _count; i++)
        {
            larger[i] = At(i);
        }

        (_bars, _first) = (larger, 0);
    }
}
