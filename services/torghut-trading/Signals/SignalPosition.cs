namespace Torghut.Trading.Signals;

/// <summary>A place in the stream of signals: by event time, then symbol, then sequence.</summary>
internal readonly record struct SignalPosition(DateTimeOffset EventTs, string Symbol, long Seq) : IComparable<SignalPosition>
{
    /// <summary>Stands for every sequence from this one on: no signal has it, and a cursor with it has passed all of its instant and symbol.</summary>
    public const long MaxSeq = long.MaxValue;

    public int CompareTo(SignalPosition other)
    {
        var byTime = EventTs.CompareTo(other.EventTs);
        if (byTime != 0)
        {
            return byTime;
        }

        var bySymbol = string.CompareOrdinal(Symbol, other.Symbol);
        return bySymbol != 0 ? bySymbol : Seq.CompareTo(other.Seq);
    }

    public static bool operator <(SignalPosition left, SignalPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(SignalPosition left, SignalPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(SignalPosition left, SignalPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SignalPosition left, SignalPosition right) => left.CompareTo(right) >= 0;
}
