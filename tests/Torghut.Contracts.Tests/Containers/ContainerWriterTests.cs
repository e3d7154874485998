using Avro.File;
using Avro.Generic;
using Torghut.Avro;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Containers;

namespace Torghut.Contracts.Tests.Containers;

/// <summary>Apache.Avro, which shares nothing with ours but the specification, reads every file that we write.</summary>
public sealed class ContainerWriterTests
{
    private const int Records = 5_000;

    [Test]
    public void Write_ManyBlocks_ApacheAvroReadsEveryDatum([Values] bool deflate)
    {
        var file = Written(deflate);
        using var reader = DataFileReader<GenericRecord>.OpenReader(new MemoryStream(file));
        Assert.That(reader.NextEntries.Select(record => (long)record["seq"]), Is.EqualTo(Enumerable.Range(0, Records).Select(i => (long)i)));
        Assert.That(reader.GetMetaString("avro.codec"), Is.EqualTo(deflate ? "deflate" : "null"));
    }

    [Test]
    public void Write_Deflated_IsSmallerAndAlwaysTheSame()
    {
        var deflated = Written(deflate: true);
        Assert.That(Written(deflate: true), Is.EqualTo(deflated));
        Assert.That(deflated, Has.Length.LessThan(Written(deflate: false).Length / 2));
    }

    private static byte[] Written(bool deflate)
    {
        using var stream = new MemoryStream();
        using (var container = new ContainerWriter(stream, ContractSchemas.Microbar, deflate))
        {
            for (var i = 0; i < Records; i++)
            {
                var writer = new AvroWriter(container.Buffer);
                MicrobarCodec.Write(SampleRecords.Microbar with { Envelope = SampleRecords.Microbar.Envelope with { Seq = i } }, ref writer);
                container.Appended();
            }
        }

        return stream.ToArray();
    }
}
