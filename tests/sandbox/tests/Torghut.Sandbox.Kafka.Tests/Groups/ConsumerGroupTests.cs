using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Torghut.Sandbox.Kafka.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Kafka.Tests.Groups;

/// <summary>Groups as librdkafka's consumers live in them.</summary>
public sealed class ConsumerGroupTests
{
    [Test]
    public async Task Group_CommittedOffsets_AreWhereTheNextMemberBegins()
    {
        var topic = await TestTopic.CreateAsync();
        await Clients.SendAsync(topic, Enumerable.Range(0, 10).Select(i => i.ToString(null, null)));
        using (var first = Clients.Consumer(topic))
        {
            first.Subscribe(topic);
            for (var i = 0; i < 4; i++)
            {
                first.Commit(first.Consume(Clients.Timeout));
            }

            first.Close();
        }

        using var second = Clients.Consumer(topic);
        second.Subscribe(topic);

        Assert.That(second.Consume(Clients.Timeout)?.Message.Value, Is.EqualTo("4"));
        second.Close();
    }

    [TestCase(PartitionAssignmentStrategy.Range)]
    [TestCase(PartitionAssignmentStrategy.CooperativeSticky)]
    public async Task Group_RebalanceStorm_EndsWithEveryPartitionOwnedOnce(PartitionAssignmentStrategy strategy)
    {
        var topic = await TestTopic.CreateAsync(partitions: 8);
        var random = new Random(7);
        var members = new List<RunningMember>();
        for (var i = 0; i < 12; i++)
        {
            members.Add(new RunningMember(topic, strategy));
            if (members.Count > 3 && random.Next(2) == 0)
            {
                var leaving = members[random.Next(members.Count)];
                members.Remove(leaving);
                await leaving.StopAsync();
            }
        }

        await Eventually.HoldsAsync(() => IsSettled(members, 8), "every partition has one owner");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(p => Clients.SendAsync(topic, [$"p{p}"], partition: p)));

        // A rebalance that was still under way may read a record twice, as nothing is committed; it may not leave a partition out.
        await Eventually.ReadsAsync(
            () => Task.FromResult(string.Join(' ', members.SelectMany(m => m.Read).Distinct().Order())),
            values => values == "p0 p1 p2 p3 p4 p5 p6 p7",
            "every partition is read");
        await Eventually.HoldsAsync(() => IsSettled(members, 8), "every partition still has one owner");
        await Task.WhenAll(members.Select(m => m.StopAsync()));
    }

    [Test]
    public async Task Group_CooperativeJoin_TakesOnlyWhatItMust()
    {
        var topic = await TestTopic.CreateAsync(partitions: 4);
        var first = new RunningMember(topic, PartitionAssignmentStrategy.CooperativeSticky);
        await Eventually.HoldsAsync(() => first.Owned.Count == 4, "the first member has all");
        var second = new RunningMember(topic, PartitionAssignmentStrategy.CooperativeSticky);
        await Eventually.HoldsAsync(() => IsSettled([first, second], 4) && first.Owned.Count == 2, "both have half");

        Assert.That(first.Revoked, Is.EqualTo(2), "the partitions it kept were never taken from it");
        await first.StopAsync();
        await second.StopAsync();
    }

    [Test]
    public async Task Group_StaticMemberRestarted_ChangesNothingForTheOthers()
    {
        var topic = await TestTopic.CreateAsync(partitions: 4);
        var stays = new RunningMember(topic, PartitionAssignmentStrategy.Range, "stays");
        var leaves = new RunningMember(topic, PartitionAssignmentStrategy.Range, "leaves");
        await Eventually.HoldsAsync(() => IsSettled([stays, leaves], 4) && leaves.Owned.Count == 2, "both have half");
        var assignments = stays.Assignments;

        await leaves.StopAsync();
        var back = new RunningMember(topic, PartitionAssignmentStrategy.Range, "leaves");
        await Eventually.HoldsAsync(() => back.Owned.Count == 2, "the member that came back has its share");

        Assert.That(stays.Assignments, Is.EqualTo(assignments), "no rebalance took place");
        await stays.StopAsync();
        await back.StopAsync();
    }

    [Test]
    public async Task Admin_GroupsAndOffsets_AreListedDescribedAndDeleted()
    {
        var topic = await TestTopic.CreateAsync(partitions: 2);
        await Clients.SendAsync(topic, ["a", "b", "c"]);
        var member = new RunningMember(topic, PartitionAssignmentStrategy.Range, commits: true);
        await Eventually.HoldsAsync(() => member.Read.Count == 3, "all is read");
        using var admin = Clients.Admin();

        var described = (await admin.DescribeConsumerGroupsAsync([topic])).ConsumerGroupDescriptions[0];
        var listed = (await admin.ListConsumerGroupsAsync()).Valid;
        var busy = await Assert.ThrowsAsync<DeleteGroupsException>(() => admin.DeleteGroupsAsync([topic]));
        await member.StopAsync();
        var offsets = (await admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(topic, null)]))[0].Partitions;
        var lag = (await admin.ListOffsetsAsync([new TopicPartitionOffsetSpec { TopicPartition = new(topic, 0), OffsetSpec = OffsetSpec.Latest() }]))
            .ResultInfos[0].TopicPartitionOffsetError.Offset.Value - offsets.Single(o => o.Partition == 0).Offset.Value;
        await admin.DeleteConsumerGroupOffsetsAsync(topic, [new TopicPartition(topic, 0)]);
        var after = (await admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(topic, [new(topic, 0)])]))[0].Partitions[0];
        await Eventually.HoldsAsync(() => IsDeletedAsync(admin, topic), "the group is deleted");

        Assert.Multiple(() =>
        {
            Assert.That(described.State, Is.EqualTo(ConsumerGroupState.Stable));
            Assert.That(described.Members.Single().Assignment.TopicPartitions, Has.Count.EqualTo(2));
            Assert.That(described.PartitionAssignor, Is.EqualTo("range"));
            Assert.That(listed.Select(g => g.GroupId), Does.Contain(topic));
            Assert.That(busy!.Results[0].Error.Code, Is.EqualTo(ErrorCode.NonEmptyGroup));
            Assert.That(lag, Is.Zero);
            Assert.That(after.Offset, Is.EqualTo(Offset.Unset));
            Assert.That(admin.ListGroups(Clients.Timeout).Select(g => g.Group), Does.Not.Contain(topic));
        });
    }

    /// <summary>A coordinator may need a moment to see that the last member is gone, and may then have dropped a group without offsets by itself.</summary>
    private static async Task<bool> IsDeletedAsync(IAdminClient admin, string group)
    {
        try
        {
            await admin.DeleteGroupsAsync([group]);
            return true;
        }
        catch (DeleteGroupsException e)
        {
            return e.Results[0].Error.Code == ErrorCode.GroupIdNotFound;
        }
    }

    private static bool IsSettled(IReadOnlyList<RunningMember> members, int partitions)
    {
        var owned = members.SelectMany(m => m.Owned).ToList();
        return owned.Count == partitions && owned.Distinct().Count() == partitions;
    }

    /// <summary>A consumer on a thread of its own; the topic's name is also the group's.</summary>
    private sealed class RunningMember
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly ConcurrentDictionary<int, bool> _owned = new();
        private readonly Task _loop;
        private int _assignments;

        public RunningMember(string topic, PartitionAssignmentStrategy strategy, string? instance = null, bool commits = false)
        {
            _loop = Task.Factory.StartNew(() => Run(topic, strategy, instance, commits), TaskCreationOptions.LongRunning);
        }

        public ICollection<int> Owned => _owned.Keys;

        public ConcurrentQueue<string?> Read { get; } = new();

        public int Revoked { get; private set; }

        public int Assignments => _assignments;

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await _loop;
        }

        private void Run(string topic, PartitionAssignmentStrategy strategy, string? instance, bool commits)
        {
            using var consumer = Clients.Consumer(
                topic,
                c =>
                {
                    c.PartitionAssignmentStrategy = strategy;
                    c.GroupInstanceId = instance;
                },
                b => b.SetPartitionsAssignedHandler((_, added) => Own(added)).SetPartitionsRevokedHandler((_, gone) => Disown(gone.Select(g => g.Partition)))
                    .SetPartitionsLostHandler((_, gone) => Disown(gone.Select(g => g.Partition))));
            consumer.Subscribe(topic);
            while (!_stop.IsCancellationRequested)
            {
                if (consumer.Consume(TimeSpan.FromMilliseconds(50)) is not { } record)
                {
                    continue;
                }

                Read.Enqueue(record.Message.Value);
                if (commits)
                {
                    consumer.Commit(record);
                }
            }

            consumer.Close();
        }

        private void Own(List<TopicPartition> added)
        {
            Interlocked.Increment(ref _assignments);
            foreach (var partition in added)
            {
                _owned[partition.Partition.Value] = true;
            }
        }

        private void Disown(IEnumerable<Partition> gone)
        {
            foreach (var partition in gone)
            {
                if (_owned.TryRemove(partition.Value, out _) && !_stop.IsCancellationRequested)
                {
                    Revoked++;
                }
            }
        }
    }
}
