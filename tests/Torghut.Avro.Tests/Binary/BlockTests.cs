using System.Buffers;

namespace Torghut.Avro.Tests.Binary;

/// <summary>
/// Arrays and maps in every form that the specification has for their blocks: one or many, with or without their size in bytes. Apache's writer makes one
/// form only, so the bytes stand here.
/// </summary>
public sealed class BlockTests
{
    private const string One = "04 02 04 00";
    private const string Several = "02 02 02 04 00";
    private const string WithSize = "03 04 02 04 00";
    private const string Mixed = "02 02 01 02 04 00";

    [TestCase(One)]
    [TestCase(Several)]
    [TestCase(WithSize)]
    [TestCase(Mixed)]
    public void Array_InAnyBlocks_IsSkippedWhole(string hex)
    {
        var reader = new AvroReader([.. Bytes(hex), 0x55]);
        reader.Skip(AvroSchema.Parse("""{"type":"array","items":"int"}"""));
        Assert.That(reader.Remaining, Is.EqualTo(1));
    }

    [TestCase(One)]
    [TestCase(Several)]
    [TestCase(WithSize)]
    [TestCase(Mixed)]
    public void Array_InAnyBlocks_HasItsItems(string hex)
    {
        var reader = new AvroReader(Bytes(hex));
        var items = new List<int>();
        for (var count = reader.ReadArrayBlock(); count > 0; count = reader.ReadArrayBlock())
        {
            for (var i = 0; i < count; i++)
            {
                items.Add(reader.ReadInt());
            }
        }

        Assert.That((items, reader.IsAtEnd), Is.EqualTo((new[] { 1, 2 }, true)));
    }

    [TestCase(One)]
    [TestCase(Several)]
    [TestCase(WithSize)]
    [TestCase(Mixed)]
    public void Array_InAnyBlocks_IsPromotedItemByItem(string hex)
    {
        var output = new ArrayBufferWriter<byte>();
        var resolver = new AvroResolver(AvroSchema.Parse("""{"type":"array","items":"int"}"""), AvroSchema.Parse("""{"type":"array","items":"double"}"""));
        resolver.Transcode(Bytes(hex), output);
        var reader = new AvroReader(output.WrittenSpan);
        var items = new List<double>();
        for (var count = reader.ReadArrayBlock(); count > 0; count = reader.ReadArrayBlock())
        {
            for (var i = 0; i < count; i++)
            {
                items.Add(reader.ReadDouble());
            }
        }

        Assert.That((items, reader.IsAtEnd), Is.EqualTo((new[] { 1.0, 2.0 }, true)));
    }

    [TestCase("04 02 61 02 62 00")]
    [TestCase("02 02 61 02 02 62 00")]
    [TestCase("03 08 02 61 02 62 00")]
    [TestCase("01 04 02 61 01 04 02 62 00")]
    public void StringArray_InAnyBlocks_HasItsItems(string hex)
    {
        var reader = new AvroReader(Bytes(hex));
        Assert.That(reader.ReadStringArray(new AvroStringPool()), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(reader.IsAtEnd, Is.True);
    }

    [TestCase("04 02 61 02 02 62 04 00")]
    [TestCase("02 02 61 02 02 02 62 04 00")]
    [TestCase("03 0c 02 61 02 02 62 04 00")]
    public void Map_InAnyBlocks_IsSkippedWhole(string hex)
    {
        var reader = new AvroReader([.. Bytes(hex), 0x55]);
        reader.Skip(AvroSchema.Parse("""{"type":"map","values":"int"}"""));
        Assert.That(reader.Remaining, Is.EqualTo(1));
    }

    /// <summary>A count that the data cannot hold is refused before anything is made of it; one that it just holds is not.</summary>
    [TestCase("04 02", false)]
    [TestCase("04 02 04", true)]
    [TestCase("ff ff ff ff ff ff ff ff ff 01 00", false)]
    [TestCase("03 05", false)]
    public void Block_CountAgainstTheData_IsRefusedOnlyWhenItCannotBe(string hex, bool fits) => Assert.That(
        () => new AvroReader(Bytes(hex)).ReadArrayBlock(),
        fits ? Is.EqualTo(2) : Throws.InstanceOf<AvroException>().With.Property("Error").EqualTo(AvroError.InvalidLength));

    /// <summary>What takes no bytes is bounded over the whole record, not for each of its collections.</summary>
    [TestCase(65_536, 0, true)]
    [TestCase(65_536, 1, false)]
    [TestCase(40_000, 25_536, true)]
    [TestCase(40_000, 25_537, false)]
    public void Empties_OfAllCollectionsTogether_AreBounded(int first, int second, bool allowed)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new AvroWriter(buffer);
        foreach (var count in new[] { first, second })
        {
            if (count > 0)
            {
                writer.WriteArrayBlock(count);
            }

            writer.WriteArrayEnd();
        }

        var schema = AvroSchema.Parse(
            """{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"array","items":"null"}},{"name":"b","type":{"type":"array","items":"null"}}]}""");
        Assert.That(
            () => new AvroReader(buffer.WrittenSpan).Skip(schema),
            allowed ? Throws.Nothing : Throws.InstanceOf<AvroException>().With.Property("Error").EqualTo(AvroError.TooManyItems));
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
