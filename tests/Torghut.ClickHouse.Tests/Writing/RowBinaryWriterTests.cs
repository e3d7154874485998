using System.Buffers;

namespace Torghut.ClickHouse.Tests.Writing;

public sealed class RowBinaryWriterTests
{
    [Test]
    public void WriteDateTime64_BeforeTheEpoch_CutsTowardsThePast()
    {
        var output = new ArrayBufferWriter<byte>();
        new ClickHouseRowBinaryWriter(output).WriteDateTime64(-1, 3);
        Assert.That(BitConverter.ToInt64(output.WrittenSpan), Is.EqualTo(-1));
    }

    [TestCase("1.23456", 9, 4)]
    [TestCase("123456", 9, 4)]
    public void WriteDecimal_DoesNotFit_Throws(string value, int precision, int scale)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.That(
            () => new ClickHouseRowBinaryWriter(output).WriteDecimal(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), precision, scale),
            Throws.TypeOf<OverflowException>());
    }

    [Test]
    public void WriteFixedString_TooLong_Throws()
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.That(() => new ClickHouseRowBinaryWriter(output).WriteFixedString("abc"u8, 2), Throws.ArgumentException);
    }

    [Test]
    public void Write_ManyRows_AllocatesNothing()
    {
        var output = new ArrayBufferWriter<byte>(1 << 20);
        WriteRows(output, 10);
        output.ResetWrittenCount();
        long before = GC.GetAllocatedBytesForCurrentThread();
        WriteRows(output, 1000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void WriteRows(ArrayBufferWriter<byte> output, int rows)
    {
        var writer = new ClickHouseRowBinaryWriter(output);
        for (int i = 0; i < rows; i++)
        {
            writer.WriteString("AAPL");
            writer.WriteDateTime64(1_704_164_645_678_901_234, 3);
            writer.WriteUInt64((ulong)i);
            writer.WriteNullableFloat64(i % 2 == 0 ? null : 1.5);
        }
    }
}
