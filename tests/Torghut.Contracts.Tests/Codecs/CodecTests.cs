using FsCheck;
using FsCheck.Fluent;
using Torghut.Avro;

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
            var value = new GenericDatumReader(record.Schema).Read(bytes);
            return new GenericDatumWriter(record.Schema).Write(value).SequenceEqual(bytes);
        }).QuickCheckThrowOnFailure();
    }
}
