using FsCheck;
using FsCheck.Fluent;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Tests.Protocol;

public sealed class WireTests
{
    [TestCase(false)]
    [TestCase(true)]
    public void WriterThenReader_AnyValues_ComeBack(bool flexible) =>
        Prop.ForAll<string, byte[], long>((text, bytes, number) =>
        {
            using var writer = new WireWriter { Flexible = flexible };
            var cut = text is { Length: > 8000 } ? text[..8000] : text;
            writer.String(cut);
            writer.Bytes(bytes ?? []);
            writer.Int64(number);
            writer.Int16((short)(number & short.MaxValue));
            writer.Array(-1);
            writer.Tags();
            var reader = Reader(writer.Written.ToArray(), flexible);
            var isSame = reader.NullableString() == cut
                && reader.Bytes().AsSpan().SequenceEqual(bytes ?? [])
                && reader.Int64() == number
                && reader.Int16() == (short)(number & short.MaxValue)
                && reader.ArrayLength() == -1;
            reader.Tags();
            return isSame && reader.Remaining == 0;
        }).QuickCheckThrowOnFailure();

    [TestCase(false)]
    [TestCase(true)]
    public void Reader_HostileBytes_RefusesWithoutOverreach(bool flexible) => Prop.ForAll<byte[]>(bytes =>
    {
        var reader = Reader(bytes ?? [], flexible);
        try
        {
            for (var count = reader.ArrayLength(); count > 0; count--)
            {
                reader.NullableString();
                reader.NullableBytes();
                reader.Tags();
            }

            return true;
        }
        catch (ProtocolException)
        {
            return true;
        }
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Crc32C_CheckValue_IsThePublishedOne() => Assert.That(Crc32C.Compute("123456789"u8), Is.EqualTo(0xE3069283));

    [Test]
    public void ControlBatch_Bytes_AreFrozen()
    {
        // The layout is the protocol's: a change here is an error, not a new version.
        var commit = ControlBatch.Build(producerId: 0x1122334455667788, epoch: 7, commit: true, coordinatorEpoch: 3, timestamp: 0x0102030405060708);

        Assert.That(Convert.ToHexString(commit), Is.EqualTo(
            "0000000000000000" + "00000042" + "00000000" + "02" + "0D404AFF" + "0030" + "00000000" + "0102030405060708" + "0102030405060708"
            + "1122334455667788" + "0007" + "FFFFFFFF" + "00000001" + "20" + "00" + "00" + "00" + "08" + "00000001" + "0C" + "000000000003" + "00"));
        Assert.That(ControlBatch.IsCommit(commit), Is.True);
        Assert.That(ControlBatch.IsCommit(ControlBatch.Build(1, 0, commit: false, 0, 0)), Is.False);
    }

    [Test]
    public void ApiVersions_Advertised_AreOrderedAndKnown()
    {
        Assert.That(ApiVersions.All.Select(v => v.Key), Is.Unique);
        Assert.That(ApiVersions.All, Has.All.Matches<ApiVersion>(v => v.Min <= v.Max && Enum.IsDefined(v.Key)));
        Assert.That(ApiVersions.All.Select(v => v.Key), Is.EquivalentTo(Enum.GetValues<ApiKey>()));
    }

    private static WireReader Reader(byte[] bytes, bool flexible)
    {
        var reader = new WireReader();
        reader.Reset(bytes, 0, bytes.Length);
        reader.Flexible = flexible;
        return reader;
    }
}
