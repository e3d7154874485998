using System.Text;
using Torghut.Ta.Engine;
using Torghut.Ta.State;

namespace Torghut.Ta.Runtime;

/// <summary>
/// What a partition's changelog says: the newest state of each symbol as of the last complete commit. It may be compacted: of older
/// commits only those records need be there that nothing newer replaced. Records after the last complete commit are the uncommitted tail of a
/// crash; whoever takes over writes those symbols again with its first commit, so that the next complete commit covers everything before it.
/// Obeys ADR 0007 (docs/adr/0007-compute-state.md).
/// </summary>
internal sealed class PartitionChangelog(string group)
{
    private readonly int _prefix = ChangelogFrame.Prefix(group).Length;
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReadOnlyMemory<byte>?> _open = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> States => _states;

    /// <summary>Offsets of the last complete commit; null when only earlier builds committed.</summary>
    public CommittedOffsets? Offsets { get; private set; }

    /// <summary>Clocks of the last complete commit; null when only earlier builds committed.</summary>
    public SavedClocks? Clocks { get; private set; }

    /// <summary>Keys of records that cannot be read, and why. Their symbols begin anew.</summary>
    public Dictionary<string, string> Damaged { get; } = new(StringComparer.Ordinal);

    /// <summary>Symbols of a commit that its end never followed.</summary>
    public IReadOnlyCollection<string> UncommittedTail => _open.Keys;

    public long Records { get; private set; }

    /// <param name="key">A key of this group.</param>
    /// <param name="value">Null for a symbol that is no longer there.</param>
    /// <exception cref="TaException">A newer build committed: what it keeps is not for this one.</exception>
    public void Add(byte[] key, byte[]? value)
    {
        Records++;
        var symbol = Encoding.UTF8.GetString(key.AsSpan(_prefix));
        if (symbol.Length > 0)
        {
            if (ReadState(symbol, value))
            {
                Complete();
            }
        }
        else if (value is not null)
        {
            ReadCommit(value);
            Complete();
        }
    }

    private bool ReadState(string symbol, byte[]? value)
    {
        var endsCommit = false;
        try
        {
            _open[symbol] = value is null ? default(ReadOnlyMemory<byte>?) : ChangelogFrame.ReadState(value, out endsCommit);
            Damaged.Remove(symbol);
        }
        catch (StateFormatException exception)
        {
            // What a good record said before is not what the commits since then went on from.
            _open[symbol] = null;
            Damaged[symbol] = exception.Message;
        }

        return endsCommit;
    }

    /// <summary>A damaged end still ends its commit; where that had come to is as it was known last, and the group knows its offsets itself.</summary>
    private void ReadCommit(byte[] value)
    {
        try
        {
            var commit = ChangelogFrame.ReadCommit(value);
            (Offsets, Clocks) = (commit.Offsets, commit.Clocks);
            Damaged.Remove("");
        }
        catch (StateFormatException exception)
        {
            Clocks = null;
            Damaged[""] = exception.Message;
        }
    }

    private void Complete()
    {
        foreach (var (symbol, state) in _open)
        {
            if (state is { } saved)
            {
                _states[symbol] = saved;
            }
            else
            {
                _states.Remove(symbol);
            }
        }

        _open.Clear();
    }
}
