using Torghut.Avro;
using Torghut.Testing;

namespace Torghut.Contracts.Tests.Interop;

/// <summary>Contract records through npm avsc, in both directions.</summary>
public sealed class AvscContractTests
{
    private const int Seeds = 20;

    [Test]
    public async Task Encode_EveryRecord_DecodesInAvscToTheSameValue()
    {
        var vectors = Vectors();
        var decoded = await AvscInteropClient.DecodeAsync(vectors);
        Assert.Multiple(() =>
        {
            foreach (var (vector, json) in vectors.Zip(decoded))
            {
                Assert.That(ApacheAvro.Write(vector.Schema, AvroJson.Read(vector.Schema, json)), Is.EqualTo(vector.Data), vector.Schema.TypeName);
            }
        });
    }

    [Test]
    public async Task Decode_EncodedByAvsc_GivesTheSameRecord()
    {
        var cases = RecordCase.All.SelectMany(r => Enumerable.Range(0, Seeds).Select(seed => (Record: r, Data: r.EncodeRandom(seed)))).ToArray();
        var encoded =
            await AvscInteropClient.EncodeAsync(
            [.. cases.Select(c => (c.Record.Schema, AvroJson.Write(c.Record.Schema, ApacheAvro.Read(c.Record.Schema, c.Data))))]);
        Assert.Multiple(() =>
        {
            foreach (var ((record, data), bytes) in cases.Zip(encoded))
            {
                Assert.That(record.Reencode(bytes), Is.EqualTo(data), record.ToString());
            }
        });
    }

    private static (AvroSchema Schema, byte[] Data)[] Vectors() =>
        [.. RecordCase.All.SelectMany(r => Enumerable.Range(0, Seeds).Select(seed => (r.Schema, r.EncodeRandom(seed))))];
}
