using Confluent.Kafka;
using Microsoft.Extensions.Time.Testing;
using Torghut.Common.Kafka;
using Torghut.Testing;

namespace Torghut.Common.Tests.Kafka;

/// <summary>A consumer whose position stands still while the brokers say that its log goes on has stalled, and that is counted.</summary>
public sealed class ConsumerStallsTests
{
    private static readonly TopicPartition Log = new("torghut.trades.v1", 1);

    private readonly FakeTimeProvider _time = new();
    private int _stalled;

    [Test]
    public async Task ThrowIfStalled_PositionStillWhileTheLogGoesOn_ThrowsAndCounts()
    {
        using var stalls = new ConsumerStalls(
            new EndOffsetWatch(() => new Client(), TimeSpan.FromMilliseconds(1), _ => { }, _time), _time, () => _stalled++);
        stalls.Begin([Log]);
        for (var second = 0; second <= 15; second++)
        {
            var asked = _time.GetTimestamp();
            await Eventually.HoldsAsync(() => stalls.EndOf(Log) is { } end && end.AnsweredAt >= asked, "the broker answers");
            if (second < 15)
            {
                stalls.ThrowIfStalled(Log, 7);
                _time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        Assert.That(
            () => stalls.ThrowIfStalled(Log, 7),
            Throws.TypeOf<ConsumerStalledException>().With.Message.EqualTo("torghut.trades.v1/1 gives nothing beyond 7 for 15 s, but goes on to 9."));
        Assert.That(_stalled, Is.EqualTo(1));

        stalls.Begin([Log]);
        Assert.That(() => stalls.ThrowIfStalled(Log, 7), Throws.Nothing, "another consumer begins anew");
    }

    private sealed class Client : IEndOffsetClient
    {
        public IReadOnlyList<TopicPartitionOffset> Ask(IReadOnlyCollection<TopicPartition> partitions, TimeSpan timeout) =>
            [.. partitions.Select(partition => new TopicPartitionOffset(partition, 9))];

        public void FindLeaders(string topic, TimeSpan timeout)
        {
        }

        public void Dispose()
        {
        }
    }
}
