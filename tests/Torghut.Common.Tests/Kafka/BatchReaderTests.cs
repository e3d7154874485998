using System.Text;
using Confluent.Kafka;
using Torghut.Common.Kafka.Batches;

namespace Torghut.Common.Tests.Kafka;

/// <summary>Whatever happens between two batches and within one, every message is given back, once, and none is handed out too late.</summary>
[TestFixture]
internal sealed class BatchReaderTests
{
    [Test]
    public void Read_SeveralBatches_GivesEveryRecordAndGivesEveryMessageBack()
    {
        using var queue = new ScriptedQueue();
        queue.Batches.Enqueue([Record(1, "a"), Record(2, null), Record(3, "")]);
        queue.Batches.Enqueue([End(4)]);
        var seen = new List<(long, string?, bool)>();
        using (var reader = new BatchReader(queue, () => { }, 8))
        {
            while (reader.Read(TimeSpan.Zero))
            {
                var record = reader.Current;
                seen.Add((record.Offset, record.HasValue ? Encoding.UTF8.GetString(record.Value) : null, record.IsPartitionEnd));
            }
        }

        Assert.That(seen, Is.EqualTo(new (long, string?, bool)[] { (1, "a", false), (2, null, false), (3, "", false), (4, null, true) }));
        Assert.That((queue.Given, queue.Back), Is.EqualTo((4, 4)));
    }

    /// <summary>An error stands in the log's order: what came before it counts, and what comes after can still be read.</summary>
    [Test]
    public void Read_ErrorInABatch_IsThrownInItsPlace()
    {
        using var queue = new ScriptedQueue();
        queue.Batches.Enqueue([Record(1, "a"), Failure(ErrorCode.Local_AutoOffsetReset, "gone"), Record(3, "c")]);
        using var reader = new BatchReader(queue, () => { }, 8);
        Assert.That(reader.Read(TimeSpan.Zero), Is.True);
        var error = Assert.Throws<KafkaException>(() => reader.Read(TimeSpan.Zero))!.Error;
        Assert.That((error.Code, error.Reason), Is.EqualTo((ErrorCode.Local_AutoOffsetReset, "gone")));
        Assert.That((reader.Read(TimeSpan.Zero), reader.Current.Offset), Is.EqualTo((true, 3L)));
        Assert.That(reader.Read(TimeSpan.Zero), Is.False);
        Assert.That((queue.Given, queue.Back), Is.EqualTo((3, 3)));
    }

    /// <summary>Serving the group may take partitions away: nothing of a batch may be left then.</summary>
    [Test]
    public void Read_GroupIsServed_OnlyWhenTheBatchIsUsedUpAndGivenBack()
    {
        using var queue = new ScriptedQueue();
        queue.Batches.Enqueue([Record(1, "a"), Record(2, "b")]);
        queue.Batches.Enqueue([Record(3, "c")]);
        var served = new List<(int, int)>();
        using var reader = new BatchReader(queue, () => served.Add((queue.Given, queue.Back)), 8);
        while (reader.Read(TimeSpan.Zero))
        {
        }

        Assert.That(served, Is.EqualTo(new[] { (0, 0), (2, 2), (3, 3) }));
    }

    [Test]
    public void Read_ServingTheGroupFails_LeavesNothingOut()
    {
        using var queue = new ScriptedQueue();
        queue.Batches.Enqueue([Record(1, "a")]);
        queue.Batches.Enqueue([Record(2, "b")]);
        var fails = false;
        using var reader = new BatchReader(queue, () => _ = fails ? throw new InvalidOperationException("lost") : 0, 8);
        Assert.That(reader.Read(TimeSpan.Zero), Is.True);
        fails = true;
        Assert.That(() => reader.Read(TimeSpan.Zero), Throws.InvalidOperationException);
        Assert.That((queue.Given, queue.Back), Is.EqualTo((1, 1)));
        fails = false;
        Assert.That((reader.Read(TimeSpan.Zero), reader.Current.Offset), Is.EqualTo((true, 2L)));
    }

    [TestCase(0, 0)]
    [TestCase(2, 2)]
    [TestCase(100, 3)]
    public void Read_Limit_IsTheMostThatIsTaken(int atMost, int taken)
    {
        using var queue = new ScriptedQueue();
        queue.Batches.Enqueue([Record(1, "a"), Record(2, "b"), Record(3, "c"), Record(4, "d")]);
        using var reader = new BatchReader(queue, () => { }, 3);
        Assert.That((reader.Read(TimeSpan.Zero, atMost), queue.Given), Is.EqualTo((taken > 0, taken)));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public void Dispose_InTheMiddleOfABatch_GivesAllBackAndEndsTheQueue(int read)
    {
        using var queue = new ScriptedQueue();
        queue.Batches.Enqueue([Record(1, "a"), Record(2, "b"), Record(3, "c")]);
        var reader = new BatchReader(queue, () => { }, 8);
        for (var i = 0; i < read; i++)
        {
            reader.Read(TimeSpan.Zero);
        }

        reader.Dispose();
        reader.Dispose();
        Assert.That((queue.Back, queue.Disposals), Is.EqualTo((queue.Given, 1)));
        Assert.That(() => reader.Read(TimeSpan.Zero), Throws.InstanceOf<ObjectDisposedException>());
    }

    private static NativeMessage Record(long offset, string? value) => ScriptedQueue.Message(ErrorCode.NoError, offset, value);

    private static NativeMessage End(long offset) => ScriptedQueue.Message(ErrorCode.Local_PartitionEOF, offset, null);

    private static NativeMessage Failure(ErrorCode code, string reason) => ScriptedQueue.Message(code, -1, reason);
}
