namespace Torghut.Ta.Indicators;

/// <summary>
/// Σ vwap·v / Σ v over the bars whose end lies in (t − window, t]. Bars end on whole seconds and at most one ends on each, so a ring of
/// as many entries as the window has seconds is enough.
/// </summary>
internal sealed class WindowVwap(int windowSeconds)
{
    private readonly Entry[] _ring = new Entry[windowSeconds];
    private CompensatedSum _notional;
    private CompensatedSum _volume;
    private int _head;

    public int Count { get; private set; }

    public (CompensatedSum Notional, CompensatedSum Volume) Sums => (_notional, _volume);

    /// <summary>The vwap after this bar; NaN while the window's bars have no volume.</summary>
    public double Update(long endSecond, double notional, double volume)
    {
        while (Count > 0 && _ring[_head].EndSecond <= endSecond - windowSeconds)
        {
            ref readonly var oldest = ref _ring[_head];
            _notional.Add(-oldest.Notional);
            _volume.Add(-oldest.Volume);
            _head = _head + 1 == windowSeconds ? 0 : _head + 1;
            Count--;
        }

        if (Count == 0)
        {
            _notional = default;
            _volume = default;
        }

        Append(new Entry(endSecond, notional, volume));
        _notional.Add(notional);
        _volume.Add(volume);
        return _volume.Value > 0 ? _notional.Value / _volume.Value : double.NaN;
    }

    public Entry this[int index] => _ring[(_head + index) % windowSeconds];

    public void CopyFrom(WindowVwap other)
    {
        Clear();
        for (var i = 0; i < other.Count; i++) Append(other[i]);
        _notional = other._notional;
        _volume = other._volume;
    }

    public void Clear()
    {
        _head = 0;
        Count = 0;
        _notional = default;
        _volume = default;
    }

    /// <summary>Puts saved sums back; they are kept rather than recomputed, so that a restored state is bitwise the same.</summary>
    public void RestoreSums(CompensatedSum notional, CompensatedSum volume)
    {
        _notional = notional;
        _volume = volume;
    }

    public void Append(Entry entry)
    {
        var slot = _head + Count;
        _ring[slot >= windowSeconds ? slot - windowSeconds : slot] = entry;
        Count++;
    }

    internal readonly record struct Entry(long EndSecond, double Notional, double Volume);
}
