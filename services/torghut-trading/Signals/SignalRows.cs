using System.Collections;

namespace Torghut.Trading.Signals;

/// <summary>What a read of the signal table gave: signals in order, and beside them the rows that are none.</summary>
/// <param name="Rows">Signals in order.</param>
/// <param name="Rejected">Rows that were passed over, in order.</param>
internal sealed record SignalRows(IReadOnlyList<SignalRow> Rows, IReadOnlyList<RejectedSignal> Rejected) : IReadOnlyList<SignalRow>
{
    public static SignalRows Empty { get; } = new([], []);

    public int Count => Rows.Count;

    /// <summary>Rows of both kinds.</summary>
    public int Read => Rows.Count + Rejected.Count;

    /// <summary>Places of all rows that were read.</summary>
    public IEnumerable<SignalPosition> Positions => Rows.Select(row => row.Position).Concat(Rejected.Select(row => row.Position));

    /// <summary>The furthest place; null when nothing was read.</summary>
    public SignalPosition? End => Read == 0 ? null : Positions.Max();

    public SignalRow this[int index] => Rows[index];

    /// <summary>Those whose place satisfies a condition.</summary>
    public SignalRows Where(Func<SignalPosition, bool> wanted) =>
        new([.. Rows.Where(row => wanted(row.Position))], [.. Rejected.Where(row => wanted(row.Position))]);

    /// <summary>At most so many signals.</summary>
    public SignalRows First(int count) => this with { Rows = [.. Rows.Take(count)] };

    public IEnumerator<SignalRow> GetEnumerator() => Rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
