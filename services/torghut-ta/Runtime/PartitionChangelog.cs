using System.Text;

namespace Torghut.Ta.Runtime;

/// <summary>What a partition's changelog says: the newest state of each symbol, of complete commits only.</summary>
internal sealed class PartitionChangelog
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _states = new(StringComparer.Ordinal);
    private readonly List<(string Key, ReadOnlyMemory<byte> State)> _commit = [];

    private int _expected = -1;

    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> States => _states;

    public long Records { get; private set; }

    public void Add(byte[] key, byte[] value)
    {
        Records++;
        var state = ChangelogFrame.Read(value, out var following);
        // A record that does not continue the commit before it shows that that one was cut short.
        if (following != _expected) _commit.Clear();
        _commit.Add((Encoding.UTF8.GetString(key), state));
        _expected = following - 1;
        if (following > 0) return;
        foreach (var (name, saved) in _commit) _states[name] = saved;
        _commit.Clear();
    }
}
