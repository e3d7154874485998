using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Torghut.Ta.Indicators;

/// <summary>
/// What was traded in the bars whose end lies in (t − window, t]. Bars end on whole seconds and at most one ends on each, so a ring of as many
/// entries as the window has seconds is enough.
/// </summary>
internal sealed class VolumeRing(int windowSeconds)
{
    private readonly Entry[] _entries = new Entry[windowSeconds];
    private int _head;

    public int WindowSeconds => windowSeconds;

    public int Count { get; private set; }

    /// <summary>The bar at a position, oldest first.</summary>
    public ref readonly Entry this[int index]
    {
        get
        {
            var place = _head + index;
            return ref _entries[place >= windowSeconds ? place - windowSeconds : place];
        }
    }

    /// <summary>Whether the oldest bar is out of the window that ends at a second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasForgotten(long endSecond) => Count > 0 && _entries[_head].EndSecond <= endSecond - windowSeconds;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly Entry RemoveOldest()
    {
        ref readonly var oldest = ref _entries[_head];
        _head = _head + 1 == windowSeconds ? 0 : _head + 1;
        Count--;
        return ref oldest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long endSecond, double notional, double volume)
    {
        Debug.Assert(Count == 0 || endSecond > this[Count - 1].EndSecond, "Bars come in order, each once.");
        Debug.Assert(Count < windowSeconds, "What is out of the window goes before another comes in, so a place is free.");
        var place = _head + Count++;
        ref var entry = ref _entries[place >= windowSeconds ? place - windowSeconds : place];
        (entry.EndSecond, entry.Notional, entry.Volume) = (endSecond, notional, volume);
    }

    public void CopyFrom(VolumeRing other)
    {
        Clear();
        for (var i = 0; i < other.Count; i++)
        {
            Add(other[i].EndSecond, other[i].Notional, other[i].Volume);
        }
    }

    public void Clear()
    {
        _head = 0;
        Count = 0;
    }

    internal record struct Entry(long EndSecond, double Notional, double Volume);
}
