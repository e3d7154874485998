using Confluent.Kafka;
using Torghut.Ta.Sink;

namespace Torghut.Ta.Tests.Sink;

/// <summary>The token names a batch's rows and no others, and what is committed is behind the last of them.</summary>
public sealed class OffsetRangesTests
{
    [Test]
    public void Token_SameRows_IsTheSameWhateverTheOrderOfPartitions() =>
        Assert.That(Ranges("bars", (1, 7), (0, 3), (0, 4), (1, 9)).Token(), Is.EqualTo(Ranges("bars", (0, 3), (1, 7), (1, 9), (0, 4)).Token()));

    /// <summary>A server that has seen a token stores nothing of what comes under it again.</summary>
    [TestCase("bars", 0, 3, 6, Description = "a longer batch from the same start, as after a restart")]
    [TestCase("bars", 0, 4, 5, Description = "another start")]
    [TestCase("bars", 1, 3, 5, Description = "another partition")]
    [TestCase("signals", 0, 3, 5, Description = "another topic")]
    public void Token_OtherRows_IsAnother(string topic, int partition, long first, long last) =>
        Assert.That(Ranges(topic, (partition, first), (partition, last)).Token(), Is.Not.EqualTo(Ranges("bars", (0, 3), (0, 5)).Token()));

    [Test]
    public void Next_EveryPartition_IsBehindItsLastOffset() => Assert.That(
        Ranges("bars", (1, 7), (0, 3), (1, 9)).Next(),
        Is.EqualTo(new[] { new TopicPartitionOffset("bars", 0, 4), new TopicPartitionOffset("bars", 1, 10) }));

    [Test]
    public void FirstOf_Partition_IsWhereItsRowsBegin()
    {
        var ranges = Ranges("bars", (1, 7), (1, 9));
        Assert.That((ranges.FirstOf(1), ranges.FirstOf(0), ranges.IsEmpty), Is.EqualTo((7L, (long?)null, false)));
        ranges.Clear();
        Assert.That((ranges.FirstOf(1), ranges.IsEmpty), Is.EqualTo(((long?)null, true)));
    }

    private static OffsetRanges Ranges(string topic, params (int Partition, long Offset)[] offsets)
    {
        var ranges = new OffsetRanges(topic);
        foreach (var (partition, offset) in offsets)
        {
            ranges.Add(partition, offset);
        }

        return ranges;
    }
}
