using System.Text;
using Torghut.Ta.Runtime;

namespace Torghut.Ta.Tests.Runtime;

/// <summary>A partition's changelog as a topic keeps it: a list of keys and values that compaction may thin out.</summary>
internal sealed class ChangelogLog(string group)
{
    private readonly List<(string Key, byte[]? Value)> _records = [];

    public void State(string symbol, string state) => _records.Add(($"{group}/{symbol}", ChangelogFrame.State(Encoding.UTF8.GetBytes(state))));

    public void Withdraw(string symbol) => _records.Add(($"{group}/{symbol}", null));

    public void Commit(long offset) => _records.Add(($"{group}/", ChangelogFrame.Commit(new CommittedOffsets(offset, offset, offset))));

    public void Add(string symbol, byte[] value) => _records.Add(($"{group}/{symbol}", value));

    public void Append(IEnumerable<KeyValuePair<byte[], byte[]?>> records) => _records.AddRange(records.Select(r => (Encoding.UTF8.GetString(r.Key), r.Value)));

    /// <summary>Removes some of the records that a later one of the same key replaces, as a log cleaner does at times of its own choosing.</summary>
    public void Compact(Random random)
    {
        var newest = _records.Select((record, index) => (record.Key, index)).GroupBy(r => r.Key).ToDictionary(g => g.Key, g => g.Max(r => r.index));
        var clean = random.Next(_records.Count + 1);
        for (var i = clean - 1; i >= 0; i--)
        {
            if (newest[_records[i].Key] != i)
            {
                _records.RemoveAt(i);
            }
        }
    }

    public PartitionChangelog Read()
    {
        var changelog = new PartitionChangelog(group);
        foreach (var (key, value) in _records)
        {
            changelog.Add(Encoding.UTF8.GetBytes(key), value);
        }

        return changelog;
    }

    public static Dictionary<string, string> Texts(PartitionChangelog changelog) =>
        changelog.States.ToDictionary(s => s.Key, s => Encoding.UTF8.GetString(s.Value.Span));
}
