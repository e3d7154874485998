using FsCheck;
using FsCheck.Fluent;

namespace Torghut.Avro.Tests.Generic;

public sealed class GenericDatumTests
{
    [Test]
    public void ReadThenWrite_AnySchemaAndValue_GivesTheSameBytes()
    {
        Prop.ForAll<int>(seed =>
        {
            var random = new RandomAvro(seed);
            var schema = random.Schema();
            var bytes = new GenericDatumWriter(schema).Write(random.Value(schema));
            var again = new GenericDatumWriter(schema).Write(new GenericDatumReader(schema).Read(bytes));
            return bytes.SequenceEqual(again);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Test]
    public void Read_AnyBytes_GivesAValueOrAnAvroException()
    {
        Prop.ForAll<int, byte[]>((seed, bytes) =>
        {
            try
            {
                new GenericDatumReader(new RandomAvro(seed).Schema()).Read(bytes);
            }
            catch (AvroException)
            {
                return true;
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public void Read_BytesAfterTheDatum_Throws()
    {
        Assert.That(() => new GenericDatumReader(AvroSchema.Parse("\"int\"")).Read([2, 2]), Throws.InstanceOf<AvroException>().With.Property("Error").EqualTo(AvroError.TrailingData));
    }

    [Test]
    public void Write_ValueOfAnotherType_Throws()
    {
        Assert.That(() => new GenericDatumWriter(AvroSchema.Parse("""["null","int"]""")).Write("text"), Throws.InstanceOf<AvroException>().With.Property("Error").EqualTo(AvroError.WrongType));
    }
}
