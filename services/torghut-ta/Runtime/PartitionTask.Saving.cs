using Confluent.Kafka;
using Torghut.Ta.State;

namespace Torghut.Ta.Runtime;

internal sealed partial class PartitionTask
{
    private readonly StateWriter _stateWriter = new();
    private readonly List<KeyValuePair<byte[], byte[]?>> _changelog = [];
    private readonly List<string> _tombstones = [];

    /// <summary>Takes in what the changelog says of this partition.</summary>
    /// <exception cref="StateFormatException">A state is not one that this version can read.</exception>
    public void Restore(PartitionChangelog changelog)
    {
        foreach (var saved in changelog.States.Values)
        {
            Engine.Restore(saved.Span);
        }

        Engine.CompleteRestore();
        // An uncommitted tail must not be taken for a part of the next commit.
        foreach (var symbol in changelog.UncommittedTail)
        {
            if (!Engine.MarkForSaving(symbol))
            {
                _tombstones.Add(symbol);
            }
        }
    }

    private void SaveState()
    {
        _changelog.Clear();
        foreach (var symbol in _tombstones)
        {
            _changelog.Add(new(ChangelogFrame.Key(_kafka.GroupId, symbol), null));
        }

        foreach (var state in Engine.Changed)
        {
            _stateWriter.Clear();
            Engine.Save(state, _stateWriter);
            _changelog.Add(new(ChangelogFrame.Key(_kafka.GroupId, state.Symbol), ChangelogFrame.State(_stateWriter.Written)));
        }

        var offsets = new CommittedOffsets(_positions[(int)InputKind.Trade].Next, _positions[(int)InputKind.Quote].Next, _positions[(int)InputKind.Bar].Next);
        _changelog.Add(new(ChangelogFrame.Prefix(_kafka.GroupId), ChangelogFrame.Commit(offsets)));
    }

    private List<TopicPartitionOffset> Offsets()
    {
        var offsets = new List<TopicPartitionOffset>(_positions.Length);
        for (var i = 0; i < _positions.Length; i++)
        {
            if (_positions[i].Next >= 0)
            {
                offsets.Add(new(TopicOf((InputKind)i), Partition, _positions[i].Next));
            }
        }

        return offsets;
    }
}
