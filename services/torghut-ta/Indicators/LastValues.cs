namespace Torghut.Ta.Indicators;

/// <summary>
/// The last N values as one contiguous span, oldest first. The buffer is twice the window and is moved back once per N pushes, so a
/// push stays O(1) and the span never wraps.
/// </summary>
internal sealed class LastValues(int window)
{
    private readonly double[] _buffer = new double[window * 2];
    private int _start;

    public int Count { get; private set; }

    public bool IsFull => Count == window;

    public ReadOnlySpan<double> Values => _buffer.AsSpan(_start, Count);

    public void Push(double value)
    {
        if (IsFull)
        {
            if (_start == window)
            {
                Array.Copy(_buffer, _start, _buffer, 0, Count);
                _start = 0;
            }

            _buffer[_start + Count] = value;
            _start++;
        }
        else
        {
            _buffer[Count++] = value;
        }
    }

    public void CopyFrom(LastValues other)
    {
        Count = other.Count;
        _start = 0;
        other.Values.CopyTo(_buffer);
    }

    public void Clear()
    {
        Count = 0;
        _start = 0;
    }
}
