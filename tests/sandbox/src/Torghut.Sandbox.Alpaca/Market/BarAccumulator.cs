namespace Torghut.Sandbox.Alpaca.Market;

/// <summary>One bar in the making. Late trades may come in any order: open and close follow the trades' own times.</summary>
internal struct BarAccumulator
{
    private long _openTime;
    private long _closeTime;
    private long _open;
    private long _high;
    private long _low;
    private long _close;
    private long _volume;
    private long _count;
    private double _notional;
    private bool _hasOpen;
    private bool _hasRange;

    public long Start { get; private set; }

    /// <summary>True when trades came that may set a price; volume alone makes no bar.</summary>
    public readonly bool IsBar => _hasOpen;

    public void Reset(long start) => this = new BarAccumulator { Start = start };

    public void Add(in Tick trade)
    {
        var conditions = trade.Conditions;
        if (conditions.UpdatesVolume)
        {
            _volume += trade.Size;
            _count++;
            _notional += (double)trade.Price * trade.Size;
        }

        if (conditions.UpdatesHighLow)
        {
            _high = _hasRange ? Math.Max(_high, trade.Price) : trade.Price;
            _low = _hasRange ? Math.Min(_low, trade.Price) : trade.Price;
            _hasRange = true;
        }

        if (!conditions.UpdatesOpenClose)
        {
            return;
        }

        if (!_hasOpen || trade.Time < _openTime)
        {
            _open = trade.Price;
            _openTime = trade.Time;
        }

        if (!_hasOpen || trade.Time >= _closeTime)
        {
            _close = trade.Price;
            _closeTime = trade.Time;
        }

        _hasOpen = true;
    }

    public readonly Bar ToBar(int symbol) => new(
        symbol, Start, _open, Math.Max(_high, Math.Max(_open, _close)), Math.Min(_low, Math.Min(_open, _close)), _close, _volume, _count,
        _volume == 0 ? _close / 10_000d : Math.Round(_notional / _volume / 10_000d, 6));
}
