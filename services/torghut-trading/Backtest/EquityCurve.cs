using Torghut.Contracts.Time;
using Torghut.Trading.Checkpoints;

namespace Torghut.Trading.Backtest;

/// <summary>
/// Equity along time: looked at once a minute of event time, kept in as many points as a picture shows, and by day. However long a run is, it stays small.
/// </summary>
internal sealed class EquityCurve(decimal cash) : ICheckpointed
{
    private const int MaxPoints = 2_000;

    private readonly List<(DateTimeOffset At, decimal Equity, decimal Gross)> _points = [];
    private readonly List<DayResult> _days = [];
    private long _minute = long.MinValue;
    private long _stride = 1;
    private decimal _peak = cash;
    private decimal _equity = cash;
    private long _minutes;
    private long _exposed;

    public IReadOnlyList<(DateTimeOffset At, decimal Equity, decimal Gross)> Points => _points;

    public IReadOnlyList<DayResult> Days => _days;

    public decimal Equity => _equity;

    /// <summary>Largest loss from a peak, as a fraction.</summary>
    public double MaxDrawdown { get; private set; }

    /// <summary>Share of the minutes with a position.</summary>
    public double Exposure => _minutes == 0 ? 0 : (double)_exposed / _minutes;

    /// <summary>The day at hand.</summary>
    public DayResult DayOf(DateTimeOffset now)
    {
        var day = NewYork.DayOf(now);
        if (_days.Count == 0 || _days[^1].Day != day)
        {
            _days.Add(new DayResult(day, _equity));
        }

        return _days[^1];
    }

    /// <summary>Whether an instant is in another minute than the last one that was looked at.</summary>
    public bool IsDue(DateTimeOffset now) => now.UtcTicks / TimeSpan.TicksPerMinute != _minute;

    /// <param name="equity">USD.</param>
    /// <param name="gross">Value of all positions without sign, USD.</param>
    public void Add(DateTimeOffset now, decimal equity, decimal gross)
    {
        _minute = now.UtcTicks / TimeSpan.TicksPerMinute;
        var day = DayOf(now);
        _equity = day.Close = equity;
        _minutes++;
        _exposed += gross > 0 ? 1 : 0;
        _peak = Math.Max(_peak, equity);
        if (_peak > 0)
        {
            MaxDrawdown = Math.Max(MaxDrawdown, (double)((_peak - equity) / _peak));
        }

        if (_minutes % _stride != 0)
        {
            return;
        }

        _points.Add((now, equity, gross));
        if (_points.Count >= MaxPoints)
        {
            var kept = _points.Where((_, index) => index % 2 == 1).ToList();
            _points.Clear();
            _points.AddRange(kept);
            _stride *= 2;
        }
    }

    public void Save(CheckpointWriter writer)
    {
        writer.Write(_points, point =>
        {
            writer.Write(point.At);
            writer.Write(point.Equity);
            writer.Write(point.Gross);
        });
        writer.Write(_days, day => day.Save(writer));
        writer.Write(_minute);
        writer.Write(_stride);
        writer.Write(_peak);
        writer.Write(_equity);
        writer.Write(_minutes);
        writer.Write(_exposed);
        writer.Write(MaxDrawdown);
    }

    public void Load(CheckpointReader reader)
    {
        reader.All(() => _points.Add((reader.Time(), reader.Decimal(), reader.Decimal())));
        reader.All(() => _days.Add(DayResult.Load(reader)));
        (_minute, _stride, _peak, _equity) = (reader.Long(), reader.Long(), reader.Decimal(), reader.Decimal());
        (_minutes, _exposed, MaxDrawdown) = (reader.Long(), reader.Long(), reader.Double());
    }
}
