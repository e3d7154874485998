using System.Buffers;
using FsCheck;
using FsCheck.Fluent;

namespace Torghut.Avro.Tests.Binary;

public sealed class AvroReaderTests
{
    // The specification's examples of zig-zag coding, and the ends of the range.
    [TestCase(0L, "00")]
    [TestCase(-1L, "01")]
    [TestCase(1L, "02")]
    [TestCase(-64L, "7f")]
    [TestCase(64L, "8001")]
    [TestCase(long.MaxValue, "feffffffffffffffff01")]
    [TestCase(long.MinValue, "ffffffffffffffffff01")]
    public void Long_KnownValue_HasTheSpecificationsBytes(long value, string hex)
    {
        var buffer = new ArrayBufferWriter<byte>();
        new AvroWriter(buffer).WriteLong(value);
        Assert.Multiple(() =>
        {
            Assert.That(Convert.ToHexStringLower(buffer.WrittenSpan), Is.EqualTo(hex));
            Assert.That(new AvroReader(Convert.FromHexString(hex)).ReadLong(), Is.EqualTo(value));
        });
    }

    [TestCase("", AvroError.EndOfData)]
    [TestCase("80", AvroError.EndOfData)]
    [TestCase("ffffffffffffffffffff01", AvroError.NumberOutOfRange)]
    [TestCase("ffffffffffffffffff02", AvroError.NumberOutOfRange)]
    public void ReadLong_MalformedBytes_Throws(string hex, AvroError expected)
    {
        Assert.That(() => new AvroReader(Convert.FromHexString(hex)).ReadLong(), Throws.InstanceOf<AvroException>().With.Property("Error").EqualTo(expected));
    }

    [TestCase("8080808010", AvroError.NumberOutOfRange)]
    public void ReadInt_TooLarge_Throws(string hex, AvroError expected)
    {
        Assert.That(() => new AvroReader(Convert.FromHexString(hex)).ReadInt(), Throws.InstanceOf<AvroException>().With.Property("Error").EqualTo(expected));
    }

    [TestCase("01", AvroError.InvalidLength)]
    [TestCase("06616200", null)]
    [TestCase("0661", AvroError.EndOfData)]
    [TestCase("02ff", AvroError.InvalidUtf8)]
    [TestCase("feffffffffffffffff01", AvroError.EndOfData)]
    public void ReadString_Bytes_AreChecked(string hex, AvroError? expected)
    {
        AvroError? seen = null;
        try
        {
            new AvroReader(Convert.FromHexString(hex)).ReadString();
        }
        catch (AvroException e)
        {
            seen = e.Error;
        }

        Assert.That(seen, Is.EqualTo(expected));
    }

    [Test]
    public void ReadArrayBlock_CountBeyondTheData_IsRefusedBeforeAnyWork()
    {
        Assert.That(() => new AvroReader([0xfe, 0xff, 0xff, 0xff, 0x0f]).ReadArrayBlock(), Throws.InstanceOf<AvroException>().With.Property("Error")
            .EqualTo(AvroError.InvalidLength));
    }

    [Test]
    public void Skip_EndlessNulls_IsRefused()
    {
        var schema = AvroSchema.Parse("""{"type":"array","items":"null"}""");
        var endless = Convert.FromHexString("feffffffffffffffff0100");
        Assert.That(() => new AvroReader(endless).Skip(schema), Throws.InstanceOf<AvroException>().With.Property("Error").EqualTo(AvroError.TooManyItems));
    }

    [Test]
    public void Skip_EndlessNesting_IsRefused()
    {
        var schema = AvroSchema.Parse("""{"type":"record","name":"R","fields":[{"name":"next","type":["null","R"]}]}""");
        var deep = Enumerable.Repeat((byte)2, 100_000).ToArray();
        Assert.That(() => new AvroReader(deep).Skip(schema), Throws.InstanceOf<AvroException>().With.Property("Error").EqualTo(AvroError.TooDeep));
    }

    [Test]
    public void Skip_AnyBytes_EndsInsideTheDataOrThrows()
    {
        Prop.ForAll<int, byte[]>((seed, bytes) =>
        {
            var reader = new AvroReader(bytes);
            try
            {
                reader.Skip(new RandomAvro(seed).Schema());
                return reader.Position <= bytes.Length;
            }
            catch (AvroException e)
            {
                return e.Position <= bytes.Length;
            }
        }).QuickCheckThrowOnFailure();
    }
}
