using FsCheck;
using FsCheck.Fluent;
using Torghut.Ops.TechnicalAnalysis.Live;

namespace Torghut.Ops.Tests.TechnicalAnalysis.Live;

/// <summary>The newest records for all: bounded, and whoever was overtaken is told so.</summary>
public sealed class LiveBufferTests
{
    private const int Kept = 16;

    [Test]
    public void Cursor_OfAPositionThatIsKept_GivesAllBehindIt()
    {
        var buffer = Begun("10~20");
        buffer.Append([Record(0, 10), Record(1, 20), Record(0, 12)]);
        Assert.That(buffer.End!.ToString(), Is.EqualTo("13~21"), "Offsets between were not committed.");
        Assert.That(Read(buffer, "10~20"), Is.EqualTo(new[] { 10L, 20, 12 }));
    }

    [Test]
    public void Cursor_OfAPositionThatWasOverwritten_IsNone()
    {
        var buffer = Begun("0~0");
        buffer.Append([.. Enumerable.Range(0, Kept + 1).Select(offset => Record(0, offset))]);
        Assert.That(buffer.CursorFor(LivePosition.Parse("0~0")!), Is.Null);
        Assert.That(buffer.CursorFor(LivePosition.Parse("1~0")!), Is.Not.Null);
        Assert.That(buffer.CursorFor(LivePosition.Parse("5-5~0")!), Is.Null, "That is of other logs.");
    }

    [Test]
    public void Read_ByOneThatWasOvertaken_SaysSo()
    {
        var buffer = Begun("0~0");
        var cursor = buffer.CursorFor(LivePosition.Parse("0~0")!)!.Value;
        buffer.Append([.. Enumerable.Range(0, Kept).Select(offset => Record(0, offset))]);
        List<LiveRecord> read = [];
        Assert.That(buffer.TryRead(ref cursor, read, 4), Is.True);
        buffer.Append([.. Enumerable.Range(Kept, Kept).Select(offset => Record(0, offset))]);
        Assert.That(buffer.TryRead(ref cursor, read, 4), Is.False);
        Assert.That(read, Has.Count.EqualTo(4));
    }

    [Test]
    public void Read_AfterTheLogsWereBegunAnew_SaysSo()
    {
        var buffer = Begun("0~0");
        var cursor = buffer.CursorFor(LivePosition.Parse("0~0")!)!.Value;
        buffer.Begin(LivePosition.Parse("0~0")!);
        Assert.That(buffer.TryRead(ref cursor, [], 4), Is.False);
        buffer.Close();
        Assert.That(buffer.End, Is.Null);
        Assert.That(buffer.CursorFor(LivePosition.Parse("0~0")!), Is.Null);
    }

    [Test]
    public void Changed_WithEveryAppend_Completes()
    {
        var buffer = Begun("0~0");
        var changed = buffer.Changed;
        Assert.That(changed.IsCompleted, Is.False);
        buffer.Append([Record(0, 0)]);
        Assert.That(changed.IsCompleted, Is.True);
        Assert.That(buffer.Changed.IsCompleted, Is.False);
    }

    /// <summary>However often a client is cut, and wherever: it is given each record behind its position once, or told to read the logs.</summary>
    [Test]
    public void Resume_AtAnyPosition_MissesNothingAndDoublesNothing() => Prop.ForAll<byte[], byte>((pattern, cutAt) =>
    {
        var buffer = Begun("0~0");
        var next = new long[2];
        var appended = pattern.Select(value => Record(value % 2, next[value % 2]++)).ToArray();
        var position = LivePosition.Parse("0~0")!;
        var seen = new List<(int, long)>();
        for (var index = 0; index < appended.Length; index++)
        {
            buffer.Append([appended[index]]);
            if (index % ((cutAt % 20) + 1) != 0 && index != appended.Length - 1)
            {
                continue;
            }

            if (buffer.CursorFor(position) is not { } cursor)
            {
                return appended.Length > Kept;
            }

            List<LiveRecord> batch = [];
            buffer.TryRead(ref cursor, batch, int.MaxValue);
            foreach (var record in batch.Where(record => record.Offset >= position[record.Topic, record.Partition]))
            {
                position[record.Topic, record.Partition] = record.Offset + 1;
                seen.Add((record.Topic, record.Offset));
            }
        }

        return seen.SequenceEqual(appended.Select(record => (record.Topic, record.Offset)));
    }).QuickCheckThrowOnFailure();

    private static LiveBuffer Begun(string position)
    {
        var buffer = new LiveBuffer(new LiveOptions { BufferRecords = Kept });
        buffer.Begin(LivePosition.Parse(position)!);
        return buffer;
    }

    private static IEnumerable<long> Read(LiveBuffer buffer, string position)
    {
        var cursor = buffer.CursorFor(LivePosition.Parse(position)!)!.Value;
        List<LiveRecord> read = [];
        Assert.That(buffer.TryRead(ref cursor, read, 100), Is.True);
        return read.Select(record => record.Offset);
    }

    private static LiveRecord Record(int topic, long offset) => new(topic, 0, offset, "AAPL", new byte[] { 1 });
}
