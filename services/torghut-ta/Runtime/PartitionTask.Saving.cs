using Confluent.Kafka;
using Torghut.Ta.State;

namespace Torghut.Ta.Runtime;

internal sealed partial class PartitionTask
{
    private readonly StateWriter _stateWriter = new();
    private readonly List<KeyValuePair<byte[], byte[]?>> _changelog = [];
    private readonly List<string> _tombstones = [];

    /// <summary>States of the changelog that could not be read; their symbols began anew.</summary>
    public int DamagedStates { get; private set; }

    /// <summary>Takes in what the changelog says of this partition.</summary>
    public void Restore(PartitionChangelog changelog)
    {
        foreach (var (symbol, reason) in changelog.Damaged)
        {
            RefuseState(symbol, reason, null);
        }

        foreach (var (symbol, saved) in changelog.States)
        {
            TryRestore(symbol, saved);
        }

        Engine.CompleteRestore(changelog.Clocks);
        // An uncommitted tail must not be taken for a part of the next commit.
        foreach (var symbol in changelog.UncommittedTail)
        {
            if (!Engine.MarkForSaving(symbol))
            {
                _tombstones.Add(symbol);
            }
        }
    }

    /// <summary>One record that cannot be read costs its own symbol's state and nothing else.</summary>
    private void TryRestore(string symbol, ReadOnlyMemory<byte> saved)
    {
        try
        {
            Engine.Restore(saved.Span, symbol);
        }
        catch (StateFormatException exception)
        {
            RefuseState(symbol, exception.Message, saved.ToArray());
        }
    }

    private void RefuseState(string symbol, string reason, byte[]? state)
    {
        DamagedStates++;
        var refusal = new Refusal("state_damaged: " + reason, IsImplausible: false);
        _output.DeadLetter(_kafka.StateTopic, Partition, -1, refusal.Reason, ChangelogFrame.Key(_kafka.GroupId, symbol), state);
        _refused(_kafka.StateTopic, Partition, -1, refusal);
        if (symbol.Length > 0)
        {
            _tombstones.Add(symbol);
        }
    }

    private void SaveState()
    {
        _changelog.Clear();
        foreach (var symbol in _tombstones.Concat(Engine.Evicted))
        {
            _changelog.Add(new(ChangelogFrame.Key(_kafka.GroupId, symbol), null));
        }

        foreach (var state in Engine.Changed)
        {
            _stateWriter.Clear();
            Engine.Save(state, _stateWriter);
            _changelog.Add(new(ChangelogFrame.Key(_kafka.GroupId, state.Symbol), ChangelogFrame.State(_stateWriter.Written)));
        }

        _changelog.Add(new(ChangelogFrame.Prefix(_kafka.GroupId), ChangelogFrame.Commit(Next, Engine.Clocks)));
    }

    /// <summary>Next offset to read of each input.</summary>
    public List<TopicPartitionOffset> Offsets()
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
