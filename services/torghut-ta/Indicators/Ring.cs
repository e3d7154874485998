using System.Runtime.CompilerServices;

namespace Torghut.Ta.Indicators;

/// <summary>The last N values. Places not filled yet hold 0.</summary>
internal sealed class Ring(int capacity)
{
    private readonly double[] _values = new double[capacity];
    private int _next;

    public int Count { get; private set; }

    public bool IsFull => Count == capacity;

    /// <summary>The value at a position, oldest first.</summary>
    public double this[int index]
    {
        get
        {
            var place = index + (IsFull ? _next : 0);
            return _values[place >= capacity ? place - capacity : place];
        }
    }

    /// <summary>Puts a value in and gives back the one it displaces, or 0 while there is room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Push(double value)
    {
        ref var place = ref _values[_next];
        var displaced = place;
        place = value;
        _next = _next + 1 == capacity ? 0 : _next + 1;
        if (Count < capacity)
        {
            Count++;
        }

        return displaced;
    }

    public void CopyFrom(Ring other)
    {
        other._values.CopyTo(_values, 0);
        (_next, Count) = (other._next, other.Count);
    }

    public void Clear()
    {
        Array.Clear(_values);
        _next = 0;
        Count = 0;
    }
}
