using System.Buffers;
using System.Globalization;
using System.Text;

namespace Torghut.Avro.Tests.Binary;

public sealed class AvroStringPoolTests
{
    [Test]
    public void Intern_SameBytes_GivesTheSameString()
    {
        var pool = new AvroStringPool();
        var first = pool.Intern("日本"u8);
        Assert.Multiple(() =>
        {
            Assert.That(first, Is.EqualTo("日本"));
            Assert.That(pool.Intern("日本"u8), Is.SameAs(first));
            Assert.That(pool.Intern(""u8), Is.Empty);
        });
    }

    [Test]
    public void Intern_MoreValuesThanCapacity_StillAnswersRight()
    {
        var pool = new AvroStringPool(16);
        var texts = Enumerable.Range(0, 1000).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToArray();
        foreach (var text in texts.Concat(texts))
        {
            Assert.That(pool.Intern(Encoding.UTF8.GetBytes(text)), Is.EqualTo(text));
        }
    }

    [Test]
    public void Intern_LongValue_IsNotRemembered()
    {
        var pool = new AvroStringPool();
        var text = Encoding.UTF8.GetBytes(new string('x', AvroStringPool.MaxBytes + 1));
        var first = pool.Intern(text);
        Assert.That(pool.Intern(text), Is.EqualTo(first).And.Not.SameAs(first));
    }

    [Test]
    public void ReadStringArray_KnownValues_AllocatesNothing()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new AvroWriter(buffer);
        writer.WriteStringArray(["@", "T", "I"]);
        writer.WriteString("AAPL");
        var pool = new AvroStringPool();
        var seen = ReadBoth(buffer.WrittenSpan, pool);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            ReadBoth(buffer.WrittenSpan, pool);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Multiple(() =>
        {
            Assert.That(seen.Items, Is.EqualTo(new[] { "@", "T", "I" }));
            Assert.That(seen.Text, Is.EqualTo("AAPL"));
            Assert.That(allocated, Is.Zero);
        });
    }

    private static (IReadOnlyList<string> Items, string Text) ReadBoth(ReadOnlySpan<byte> data, AvroStringPool pool)
    {
        var reader = new AvroReader(data);
        return (reader.ReadStringArray(pool), reader.ReadString(pool));
    }
}
