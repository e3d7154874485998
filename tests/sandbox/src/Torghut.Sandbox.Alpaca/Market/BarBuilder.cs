using Torghut.Contracts.Time;

namespace Torghut.Sandbox.Alpaca.Market;

/// <summary>
/// Makes bars from the trades as they are reported: a minute's bar right after the minute, an updated bar 30 s later when late trades
/// changed it, and the day's bar so far after every minute.
/// </summary>
internal sealed class BarBuilder
{
    private readonly BarAccumulator[] _current;
    private readonly BarAccumulator[] _previous;
    private readonly BarAccumulator[] _day;
    private readonly bool[] _changed;
    private readonly Action<Bar, BarKind> _emit;
    private long _minute;
    private long _nextMidnight;
    private bool _updatesDue;

    public BarBuilder(int symbols, long startTime, Action<Bar, BarKind> emit)
    {
        _current = new BarAccumulator[symbols];
        _previous = new BarAccumulator[symbols];
        _day = new BarAccumulator[symbols];
        _changed = new bool[symbols];
        _emit = emit;
        _minute = startTime - (startTime % Nanos.PerMinute);
        var today = NewYork.Of(Nanos.ToInstant(startTime)).Date;
        var midnight = Nanos.Of(NewYork.At(today));
        _nextMidnight = Nanos.Of(NewYork.At(today.AddDays(1)));
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            _current[symbol].Reset(_minute);
            _previous[symbol].Reset(_minute - Nanos.PerMinute);
            _day[symbol].Reset(midnight);
        }

        NextDue = _minute + Nanos.PerMinute;
    }

    /// <summary>The market time at which <see cref="AdvanceTo"/> has something to do.</summary>
    public long NextDue { get; private set; }

    /// <summary>Emits what is due until a market time; call before adding trades reported at that time.</summary>
    public void AdvanceTo(long time)
    {
        while (time >= NextDue)
        {
            if (_updatesDue)
            {
                EmitUpdates();
            }
            else
            {
                CloseMinute();
            }

            _updatesDue = !_updatesDue;
            NextDue = _updatesDue ? _minute + (Nanos.PerMinute / 2) : _minute + Nanos.PerMinute;
        }
    }

    public void Add(in Tick trade)
    {
        if (trade.Conditions.UpdatesVolume)
        {
            _day[trade.Symbol].Add(trade);
        }

        if (trade.Time >= _minute)
        {
            _current[trade.Symbol].Add(trade);
        }
        else if (trade.Time >= _previous[trade.Symbol].Start)
        {
            _previous[trade.Symbol].Add(trade);
            _changed[trade.Symbol] = true;
        }
    }

    private void CloseMinute()
    {
        for (var symbol = 0; symbol < _current.Length; symbol++)
        {
            if (_current[symbol].IsBar)
            {
                _emit(_current[symbol].ToBar(symbol), BarKind.Minute);
                _emit(_day[symbol].ToBar(symbol), BarKind.Daily);
            }

            _previous[symbol] = _current[symbol];
            _changed[symbol] = false;
        }

        _minute += Nanos.PerMinute;
        foreach (ref var bar in _current.AsSpan())
        {
            bar.Reset(_minute);
        }

        if (_minute >= _nextMidnight)
        {
            StartDay();
        }
    }

    private void StartDay()
    {
        foreach (ref var bar in _day.AsSpan())
        {
            bar.Reset(_nextMidnight);
        }

        _nextMidnight = Nanos.Of(NewYork.At(NewYork.Of(Nanos.ToInstant(_nextMidnight)).Date.AddDays(1)));
    }

    private void EmitUpdates()
    {
        for (var symbol = 0; symbol < _previous.Length; symbol++)
        {
            if (_changed[symbol] && _previous[symbol].IsBar)
            {
                _emit(_previous[symbol].ToBar(symbol), BarKind.Updated);
            }

            _changed[symbol] = false;
        }
    }
}
