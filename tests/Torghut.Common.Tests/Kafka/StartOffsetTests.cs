using Confluent.Kafka;
using Torghut.Common.Kafka;

namespace Torghut.Common.Tests.Kafka;

/// <summary>Where a group goes on in a log that holds 10 to 20.</summary>
public sealed class StartOffsetTests
{
    private static readonly WatermarkOffsets Log = new(10, 20);

    [TestCase(10, 10, 0)]
    [TestCase(15, 15, 0)]
    [TestCase(20, 20, 0, Description = "everything has been read")]
    [TestCase(9, 10, 1, Description = "retention took one record")]
    [TestCase(0, 10, 10)]
    public void Find_Committed_GoesOnThereOrWhereTheLogBegins(long committed, long offset, long gap)
    {
        foreach (var fresh in new[] { Offset.Beginning, Offset.End })
        {
            Assert.That(StartOffset.Find(committed, Log, fresh), Is.EqualTo(new StartOffset(offset, IsCommitted: true, gap)));
        }
    }

    [Test]
    public void Find_CommittedBeyondTheEnd_IsNowhere() => Assert.That(StartOffset.Find(21, Log, Offset.Beginning), Is.Null);

    [TestCase(-1)]
    [TestCase(-1001)]
    public void Find_NothingCommitted_BeginsWhereAFreshGroupDoes(long committed)
    {
        Assert.That(StartOffset.Find(committed, Log, Offset.Beginning), Is.EqualTo(new StartOffset(10, IsCommitted: false, Gap: 0)));
        Assert.That(StartOffset.Find(committed, Log, Offset.End), Is.EqualTo(new StartOffset(20, IsCommitted: false, Gap: 0)));
    }
}
