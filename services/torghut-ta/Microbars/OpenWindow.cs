namespace Torghut.Ta.Microbars;

/// <summary>
/// The trades of one symbol in one second that has not closed yet. Keeping the trades, rather than running values, makes a bar
/// independent of their order of arrival to the last bit and lets corrections and cancellations apply.
/// </summary>
internal sealed class OpenWindow
{
    /// <summary>Prints that one which comes late is put before, at most; beyond it the window is sorted once, when it closes.</summary>
    private const int LongestMove = 256;

    private TradePrint[] _prints = new TradePrint[16];
    private bool _sorted = true;

    /// <summary>End of the window, epoch seconds.</summary>
    public long EndSecond { get; private set; }

    public int Count { get; private set; }

    /// <summary>Largest ingest time of everything applied, corrections and cancellations included.</summary>
    public long IngestTs { get; private set; }

    public long FirstOffset { get; private set; }

    public long LastOffset { get; private set; }

    /// <summary>Hash of the bar that idleness already sent; 0 when none was.</summary>
    public ulong EarlyBar { get; set; }

    /// <summary>Hash of the signal that idleness already sent; 0 when none was.</summary>
    public ulong EarlySignal { get; set; }

    public ReadOnlySpan<TradePrint> Prints => _prints.AsSpan(0, Count);

    public void Open(long endSecond)
    {
        EndSecond = endSecond;
        Count = 0;
        _sorted = true;
        IngestTs = long.MinValue;
        FirstOffset = long.MaxValue;
        LastOffset = long.MinValue;
        EarlyBar = 0;
        EarlySignal = 0;
    }

    public void Add(in TradePrint print) => Place(print.EventTs, print.Seq, print.Offset, print.IngestTs) = print;

    /// <summary>Makes room for a print in its order; all of its fields are for the caller to set, where they stay.</summary>
    public ref TradePrint Place(long eventTs, long seq, long offset, long ingestTs)
    {
        if (Count == _prints.Length)
        {
            Array.Resize(ref _prints, Count * 2);
        }

        Touch(offset, ingestTs);
        var place = Count++;
        if (place > 0 && _sorted && IsBefore(eventTs, seq, offset, _prints[place - 1]))
        {
            place = MakeRoom(eventTs, seq, offset, place);
        }

        return ref _prints[place];
    }

    /// <summary>Notes an input that changed the window.</summary>
    public void Touch(long offset, long ingestTs)
    {
        if (ingestTs > IngestTs)
        {
            IngestTs = ingestTs;
        }

        if (offset < FirstOffset)
        {
            FirstOffset = offset;
        }

        if (offset > LastOffset)
        {
            LastOffset = offset;
        }
    }

    /// <summary>Finds a print by its identity; a negative index means that the window does not hold it.</summary>
    public int Find(long id, uint exchange)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            if (_prints[i].Id == id && _prints[i].Exchange == exchange)
            {
                return i;
            }
        }

        return -1;
    }

    public ref TradePrint At(int index) => ref _prints[index];

    /// <summary>
    /// Makes the bar. False when no trade may set a price; <paramref name="bar"/> then holds the volume alone.
    /// </summary>
    public bool TryAggregate(out BarValues bar)
    {
        if (!_sorted)
        {
            _prints.AsSpan(0, Count).Sort(static (left, right) => TradePrint.Compare(left, right));
            _sorted = true;
        }

        return BarAggregation.TryAggregate(this, out bar);
    }

    /// <summary>Puts back what <see cref="Touch"/> gathered, from a saved window.</summary>
    public void RestoreInputs(long ingestTs, long firstOffset, long lastOffset)
    {
        IngestTs = ingestTs;
        FirstOffset = firstOffset;
        LastOffset = lastOffset;
    }

    private static bool IsBefore(long eventTs, long seq, long offset, in TradePrint other) =>
        eventTs != other.EventTs ? eventTs < other.EventTs : seq != other.Seq ? seq < other.Seq : offset < other.Offset;

    /// <summary>Makes room for a late print in its place, which is most often near the end.</summary>
    private int MakeRoom(long eventTs, long seq, long offset, int end)
    {
        var place = end;
        var first = Math.Max(0, end - LongestMove);
        while (place > first && IsBefore(eventTs, seq, offset, _prints[place - 1]))
        {
            place--;
        }

        if (place == first && first > 0)
        {
            _sorted = false;
            return end;
        }

        Array.Copy(_prints, place, _prints, place + 1, end - place);
        return place;
    }
}
