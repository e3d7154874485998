using Torghut.Trading.Checkpoints;

namespace Torghut.Trading.Strategies;

/// <summary>The newest signals of one symbol in order, for strategies that look back. <see cref="FeatureHistory"/> says which of them is looked at.</summary>
internal sealed class SymbolFeatures : ICheckpointed
{
    /// <summary>What is older than a day is not looked at: compute lets go of a symbol's state then, too.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromHours(24);

    private readonly List<(DateTimeOffset At, long Seq, SignalFeatures Features)> _rows = [];
    private int _current;

    public int Count => _rows.Count;

    /// <summary>Keeps a signal at its place; one that is there already is replaced.</summary>
    /// <param name="keep">Most signals kept.</param>
    public void Add(DateTimeOffset at, long seq, SignalFeatures features, int keep)
    {
        var index = _rows.Count == 0 || Compare(_rows[^1], at, seq) < 0 ? _rows.Count : Find(at, seq);
        if (index < _rows.Count && Compare(_rows[index], at, seq) == 0)
        {
            _rows[index] = (at, seq, features);
            return;
        }

        _rows.Insert(index, (at, seq, features));
        if (_rows.Count > 2 * keep)
        {
            _rows.RemoveRange(0, _rows.Count - keep);
        }
    }

    /// <summary>Looks from a signal on backwards.</summary>
    public void MoveTo(DateTimeOffset at, long seq) => _current = Find(at, seq);

    /// <summary>The signal so many bars before the one that is looked at, 0 for itself; null where none is known.</summary>
    public SignalFeatures? Before(int bars)
    {
        var index = _current - bars;
        return index >= 0 && index < _rows.Count && _rows[_current].At - _rows[index].At <= Oldest ? _rows[index].Features : null;
    }

    public void Save(CheckpointWriter writer) => writer.Write(_rows, row =>
    {
        writer.Write(row.At);
        writer.Write(row.Seq);
        writer.Write(row.Features);
    });

    public void Load(CheckpointReader reader) => reader.All(() => _rows.Add((reader.Time(), reader.Long(), reader.Features())));

    /// <summary>Where a signal stands, or would.</summary>
    private int Find(DateTimeOffset at, long seq)
    {
        var (low, high) = (0, _rows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Compare(_rows[middle], at, seq) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static int Compare((DateTimeOffset At, long Seq, SignalFeatures) row, DateTimeOffset at, long seq)
    {
        var byTime = row.At.CompareTo(at);
        return byTime != 0 ? byTime : row.Seq.CompareTo(seq);
    }
}
