using System.Text;
using Confluent.Kafka;
using Torghut.Common.Drills;
using Torghut.Ta.Kafka;
using Torghut.Ta.Runtime;
using Torghut.Ta.Savepoints;
using Torghut.Ta.Tests.Support;
using CommittedOffsets = Torghut.Ta.Runtime.CommittedOffsets;

namespace Torghut.Ta.Tests.Savepoints;

/// <summary>What a group has after a restore, in which order it got it, and when a restore must not touch it. Over a Kafka in memory.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SavepointRestoreTests
{
    private const string Group = "live";
    private const string State = "torghut.ta.state.v1";
    private const string Trades = "torghut.trades.v1";
    private const string Quotes = "torghut.quotes.v1";
    private const string Bars = "torghut.bars.1m.v1";

    private readonly InMemoryKafka _kafka = new(new TaKafkaOptions { Bootstrap = "none", GroupId = Group }, partitions: 2);

    public SavepointRestoreTests()
    {
        foreach (var topic in new[] { Trades, Quotes, Bars })
        {
            for (var record = 0; record < 10; record++)
            {
                _kafka.Append(topic, 0, null, []);
                _kafka.Append(topic, 1, null, []);
            }
        }
    }

    [Test]
    public void Run_FreshGroup_HasTheSavepointsStatesAndOffsets()
    {
        Restore(Saved(("AAPL", "a"), ("MSFT", "m")));
        var read = Read(0);
        Assert.That(ChangelogTexts(read), Is.EquivalentTo(new Dictionary<string, string> { ["AAPL"] = "a", ["MSFT"] = "m" }));
        Assert.That((read.Offsets, read.UncommittedTail.Count), Is.EqualTo((new CommittedOffsets(3, 4, 5), 0)));
        Assert.That(Read(1).Offsets, Is.EqualTo(new CommittedOffsets(6, 7, -1)));
        Assert.That(_kafka.Offsets, Is.EquivalentTo(new Dictionary<TopicPartition, long>
        {
            [new(Trades, 0)] = 3,
            [new(Quotes, 0)] = 4,
            [new(Bars, 0)] = 5,
            [new(Trades, 1)] = 6,
            [new(Quotes, 1)] = 7,
        }));
    }

    /// <summary>Whoever owned the partitions is fenced before anything is read, and the group's offsets are shown when all is written.</summary>
    [Test]
    public void Run_Order_FencesThenWritesInOneTransactionThenShowsOffsets()
    {
        Restore(Saved(("AAPL", "a")));
        Assert.That(_kafka.Calls, Is.EqualTo(new[]
        {
            "init live-0", "init live-1", "init live-restore", "begin live-restore",
            $"produce {State}/0 live/AAPL", $"produce {State}/0 live/", $"produce {State}/1 live/", "commit live-restore",
            $"commit {Trades}/0@3", $"commit {Quotes}/0@4", $"commit {Bars}/0@5", $"commit {Trades}/1@6", $"commit {Quotes}/1@7",
        }));
    }

    /// <summary>
    /// Symbols that the group had and the savepoint has not must go, those of a commit that a crash had torn too: the commit that the restore writes would
    /// complete them.
    /// </summary>
    [Test]
    public void Run_GroupHadOtherSymbols_TheyAreWithdrawnAlsoThoseOfATornCommit()
    {
        Append(State, "live/AAPL", ChangelogFrame.State("old"u8));
        Append(State, "live/IBM", ChangelogFrame.State("old"u8));
        Append(State, "live/", ChangelogFrame.Commit(new CommittedOffsets(1, 1, 1)));
        Append(State, "live/TORN", ChangelogFrame.State("torn"u8));
        Append(State, "replay/AAPL", ChangelogFrame.State("another group's"u8));
        Restore(Saved(("AAPL", "a")), Group);
        var read = Read(0);
        Assert.That(ChangelogTexts(read), Is.EqualTo(new Dictionary<string, string> { ["AAPL"] = "a" }));
        Assert.That(read.Offsets, Is.EqualTo(new CommittedOffsets(3, 4, 5)));
        var tombstones = _kafka.Log(State).Where(record => record.Value is null).Select(record => Encoding.UTF8.GetString(record.Key!));
        Assert.That(tombstones, Is.EquivalentTo(new[] { "live/IBM", "live/TORN" }));
    }

    /// <summary>The log of trades holds 2 to 10: a job that began anywhere else would silently leave out records or begin elsewhere.</summary>
    [TestCase(1, false)]
    [TestCase(2, true)]
    [TestCase(10, true)]
    [TestCase(11, false)]
    public void Run_OffsetOutsideOfTheLog_IsRefused(long offset, bool fits)
    {
        _kafka.Cut(Trades, 0, 2);
        var savepoint = Saved() with
        {
            Partitions = [new SavedPartition(new CommittedOffsets(offset, 0, 0), States()), new SavedPartition(new CommittedOffsets(0, 0, 0), States())],
        };
        if (fits)
        {
            Restore(savepoint);
            Assert.That(Read(0).Offsets!.Value.Trades, Is.EqualTo(offset));
        }
        else
        {
            AssertRefused(savepoint, null, $"{Trades}/0@{offset}");
        }
    }

    [Test]
    public void Run_GroupHasMembers_IsRefused()
    {
        _kafka.Members = 2;
        AssertRefused(Saved(), Group, "2 members");
    }

    /// <summary>Either the group's offsets or its changelog alone tell that it has been used.</summary>
    [TestCase(true, null)]
    [TestCase(true, "other")]
    [TestCase(false, null)]
    [TestCase(false, "other")]
    public void Run_UsedGroup_IsRefusedUnlessItsNameIsGivenOnceMore(bool byOffsets, string? replace)
    {
        if (byOffsets)
        {
            _kafka.SetOffset(Quotes, 1, 2);
        }
        else
        {
            _kafka.Append(State, 1, "live/"u8.ToArray(), ChangelogFrame.Commit(new CommittedOffsets(1, 1, 1)));
        }

        AssertRefused(Saved(), replace, "--replace live");
        Restore(Saved(), Group);
        Assert.That(Read(1).Offsets, Is.EqualTo(new CommittedOffsets(6, 7, -1)));
    }

    [Test]
    public void Run_AnotherGroupsChangelog_SaysNothingOfThisOne()
    {
        Append(State, "live2/", ChangelogFrame.Commit(new CommittedOffsets(1, 1, 1)));
        Restore(Saved(("AAPL", "a")));
        Assert.That(Read(0).States.Keys, Is.EqualTo(new[] { "AAPL" }));
    }

    [Test]
    public void Run_TopicsOrPartitionsDiffer_IsRefused()
    {
        AssertRefused(Saved() with { Topics = [Quotes, Trades, Bars] }, null, "but the job reads");
        AssertRefused(Saved() with { Partitions = [Saved().Partitions[0]] }, null, "1 partitions, but the topics have 2");
    }

    /// <summary>All of it or none: a transaction that fails leaves the group as it was.</summary>
    [Test]
    public void Run_TransactionFails_ShowsNoOffsets()
    {
        _kafka.Failing = member =>
        {
            if (member == "CommitTransaction")
            {
                throw new KafkaException(ErrorCode.Local_TimedOut);
            }
        };
        Assert.That(() => Restore(Saved(("AAPL", "a"))), Throws.TypeOf<KafkaException>());
        Assert.That((_kafka.Log(State).Count, _kafka.Offsets.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Take_RunningJob_IsEachPartitionAtItsLastCommit()
    {
        Restore(Saved(("AAPL", "a"), ("MSFT", "m")));
        Append(State, "live/MSFT", null);
        Append(State, "live/AAPL", ChangelogFrame.State("b"u8));
        Append(State, "live/", ChangelogFrame.Commit(new CommittedOffsets(8, 9, 10)));
        Append(State, "live/AAPL", ChangelogFrame.State("torn"u8));
        var taken = new SavepointCapture(_kafka, Failpoints.None, TimeProvider.System).Take(CancellationToken.None);
        Assert.That((taken.Group, taken.Topics), Is.EqualTo((Group, new[] { Trades, Quotes, Bars })));
        Assert.That(taken.Partitions.Select(partition => partition.Offsets), Is.EqualTo(new[]
        {
            new CommittedOffsets(8, 9, 10), new CommittedOffsets(6, 7, -1),
        }));
        Assert.That(taken.Partitions[0].States.Select(state => (state.Key, Encoding.UTF8.GetString(state.Value.Span))), Is.EqualTo(new[] { ("AAPL", "b") }));
    }

    [Test]
    public void Take_PartitionWithoutACommit_IsRefusedAndNamed()
    {
        Append(State, "live/", ChangelogFrame.Commit(new CommittedOffsets(1, 1, 1)));
        Assert.That(
            () => new SavepointCapture(_kafka, Failpoints.None, TimeProvider.System).Take(CancellationToken.None),
            Throws.TypeOf<SavepointException>().With.Message.Contains("no commit for partition 1 in"));
    }

    private static Savepoint Saved(params (string Symbol, string State)[] states) => new(
        DateTimeOffset.UnixEpoch, "old", [Trades, Quotes, Bars],
        [new SavedPartition(new CommittedOffsets(3, 4, 5), States(states)), new SavedPartition(new CommittedOffsets(6, 7, -1), States())]);

    private static Dictionary<string, ReadOnlyMemory<byte>> States(params (string Symbol, string State)[] states) =>
        states.ToDictionary(state => state.Symbol, state => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(state.State));

    private static Dictionary<string, string> ChangelogTexts(PartitionChangelog changelog) =>
        changelog.States.ToDictionary(state => state.Key, state => Encoding.UTF8.GetString(state.Value.Span));

    private void Append(string topic, string key, byte[]? value) => _kafka.Append(topic, 0, Encoding.UTF8.GetBytes(key), value);

    private void Restore(Savepoint savepoint, string? replace = null) =>
        new SavepointRestore(_kafka, Failpoints.None, TimeProvider.System).Run(savepoint, replace, CancellationToken.None);

    private void AssertRefused(Savepoint savepoint, string? replace, string reason)
    {
        var before = (_kafka.Log(State).Count, _kafka.Log(State, 1).Count);
        Assert.That(() => Restore(savepoint, replace), Throws.TypeOf<SavepointException>().With.Message.Contains(reason));
        Assert.That((_kafka.Log(State).Count, _kafka.Log(State, 1).Count), Is.EqualTo(before));
        Assert.That(_kafka.Calls.Where(call => call.StartsWith("produce", StringComparison.Ordinal)), Is.Empty);
    }

    private PartitionChangelog Read(int partition)
    {
        var changelog = new PartitionChangelog(Group);
        foreach (var record in _kafka.Log(State, partition).Where(record => record.Key.AsSpan().StartsWith("live/"u8)))
        {
            changelog.Add(record.Key!, record.Value);
        }

        return changelog;
    }
}
