using FsCheck;
using FsCheck.Fluent;
using Torghut.Testing;

namespace Torghut.Contracts.Tests.Codecs;

[TestFixtureSource(typeof(RecordCase), nameof(RecordCase.All))]
public sealed class CodecTests(RecordCase record)
{
    [Test]
    public void ReadThenWrite_AnyRecord_GivesTheSameBytes()
    {
        Prop.ForAll<int>(seed =>
        {
            var bytes = record.EncodeRandom(seed);
            return record.Reencode(bytes).SequenceEqual(bytes);
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public void Write_AnyRecord_IsADatumOfTheSchema()
    {
        Prop.ForAll<int>(seed =>
        {
            var bytes = record.EncodeRandom(seed);
            var value = ApacheAvro.Read(record.Schema, bytes);
            return ApacheAvro.Write(record.Schema, value).SequenceEqual(bytes);
        }).QuickCheckThrowOnFailure();
    }
}
