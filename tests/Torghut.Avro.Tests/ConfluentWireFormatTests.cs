using System.Buffers;

namespace Torghut.Avro.Tests;

public sealed class ConfluentWireFormatTests
{
    [Test]
    public void WriteHeader_Id_IsBigEndianAfterTheMagicByte()
    {
        var buffer = new ArrayBufferWriter<byte>();
        ConfluentWireFormat.WriteHeader(buffer, 0x01020304);
        Assert.That(buffer.WrittenSpan.ToArray(), Is.EqualTo(new byte[] { 0, 1, 2, 3, 4 }));
    }

    [TestCase("0001020304ff", true)]
    [TestCase("0001020304", true)]
    [TestCase("00010203", false)]
    [TestCase("0101020304ff", false)]
    [TestCase("", false)]
    public void TryRead_Bytes_TellsFrames(string hex, bool expected)
    {
        Assert.That(ConfluentWireFormat.TryRead(Convert.FromHexString(hex), out var id, out _), Is.EqualTo(expected));
        Assert.That(id, Is.EqualTo(expected ? 0x01020304 : 0));
    }

    [Test]
    public void Read_NoFrame_Throws()
    {
        Assert.That(() => ConfluentWireFormat.Read([1], out _).Length, Throws.InstanceOf<AvroException>().With.Property("Error").EqualTo(AvroError.NotFramed));
    }
}
