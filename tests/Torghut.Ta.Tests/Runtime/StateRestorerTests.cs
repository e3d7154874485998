using System.Text;
using Microsoft.Extensions.Time.Testing;
using Torghut.Common.Drills;
using Torghut.Ta.Kafka;
using Torghut.Ta.Runtime;
using Torghut.Ta.Tests.Support;

namespace Torghut.Ta.Tests.Runtime;

/// <summary>How far a changelog is read when others write to the same log.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StateRestorerTests
{
    private const string State = "torghut.ta.state.v1";
    private static readonly TimeSpan TransactionTimeout = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new();
    private readonly InMemoryKafka _kafka = new(
        new TaKafkaOptions { Bootstrap = "none", GroupId = "live", TransactionTimeout = TransactionTimeout }, partitions: 2);

    private int _polls;

    [Test]
    public void Read_NothingThere_IsEmpty()
    {
        var read = Read(_ => { });
        Assert.That(read.Values.Select(changelog => (changelog.Records, changelog.Offsets)), Is.All.EqualTo((0L, (CommittedOffsets?)null)));
    }

    [Test]
    public void Read_EveryPartition_HasItsOwnAndNoOtherGroups()
    {
        Commit("live", 0, "A", 1);
        Commit("live2", 0, "B", 2);
        Commit("liv", 1, "C", 3);
        Commit("live", 1, "D", 4);
        var read = Read(_ => { });
        Assert.That(read[0].States.Keys.Concat(read[1].States.Keys), Is.EqualTo(new[] { "A", "D" }));
        Assert.That((read[0].Offsets!.Value.Trades, read[1].Offsets!.Value.Trades), Is.EqualTo((1, 4)));
    }

    /// <summary>What stands behind another group's open transaction is not given yet, and is a commit all the same.</summary>
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(4)]
    public void Read_OwnCommitBehindAForeignTransaction_IsWaitedFor(int hidden)
    {
        Commit("live", 0, "A", 1);
        Commit("live", 0, "B", 2);
        _kafka.Hide(State, 0, hidden);
        var read = Read(poll =>
        {
            if (poll == 15)
            {
                _kafka.Hide(State, 0, 0);
            }
        });
        Assert.That((read[0].Offsets!.Value.Trades, read[0].States.Count), Is.EqualTo((2, 2)));
    }

    [Test]
    public void Read_TransactionThatNeverEnds_IsAFailureThatPasses()
    {
        Commit("live", 0, "A", 1);
        _kafka.Hide(State, 0, 1);
        Assert.That(
            () => Read(_ => { }),
            Throws.TypeOf<TaException>().With.Property(nameof(TaException.IsTransient)).True.And.Message.Contains("partitions [0]"));
        Assert.That(_time.GetUtcNow() - new FakeTimeProvider().GetUtcNow(), Is.EqualTo(TransactionTimeout + TimeSpan.FromSeconds(5)).Within(2).Seconds);
    }

    /// <summary>What others write to a partition that is read already is no sign of life from one whose end stays hidden.</summary>
    [Test]
    public void Read_TransactionThatNeverEndsWhileOthersWrite_IsAFailureThatPasses()
    {
        Commit("live", 0, "A", 1);
        Commit("live", 1, "B", 1);
        _kafka.Hide(State, 0, 1);
        Assert.That(
            () => Read(poll =>
            {
                if (poll < 100)
                {
                    Commit("replay", 1, "Z", poll);
                }
            }),
            Throws.TypeOf<TaException>().With.Message.Contains("partitions [0]"));
        Assert.That(_polls, Is.LessThan(100));
    }

    /// <summary>
    /// A long log takes what it takes. Were that counted, a single moment without a record would end the session, and so would it in each that follows.
    /// </summary>
    [Test]
    public void Read_LogTakesLongerThanATransactionMay_IsReadToItsEnd()
    {
        for (var offset = 1; offset <= 20; offset++)
        {
            Commit("live", 0, "A", offset);
        }

        _kafka.Hide(State, 0, 2);
        var read = Read(poll =>
        {
            if (poll == 45)
            {
                _kafka.Hide(State, 0, 0);
            }
        });
        Assert.That((read[0].Records, read[0].Offsets!.Value.Trades), Is.EqualTo((40, 20)));
    }

    /// <summary>Others may go on writing faster than this reads: its own records were there when it began.</summary>
    [Test]
    public void Read_AnotherGroupKeepsWriting_EndsWhereTheLogStoodAtTheBeginning()
    {
        Commit("live", 0, "A", 1);
        var read = Read(_ => Commit("replay", 0, "Z", 9));
        Assert.That(read[0].Offsets!.Value.Trades, Is.EqualTo(1));
        Assert.That(_polls, Is.LessThan(20));
    }

    private void Commit(string group, int partition, string symbol, long offset)
    {
        _kafka.Append(State, partition, Encoding.UTF8.GetBytes($"{group}/{symbol}"), ChangelogFrame.State("s"u8));
        _kafka.Append(State, partition, Encoding.UTF8.GetBytes($"{group}/"), ChangelogFrame.Commit(new CommittedOffsets(offset, offset, offset)));
    }

    /// <param name="polled">Gets the number of the poll; a second passes with each.</param>
    private IReadOnlyDictionary<int, PartitionChangelog> Read(Action<int> polled) => new StateRestorer(_kafka, Failpoints.None, _time).Read(
        [0, 1],
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            polled(++_polls);
        },
        CancellationToken.None);
}
