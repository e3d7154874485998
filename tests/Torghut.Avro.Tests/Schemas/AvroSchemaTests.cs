using System.Text;
using SchemaNormalization = Avro.SchemaNormalization;

namespace Torghut.Avro.Tests.Schemas;

public sealed class AvroSchemaTests
{
    // Fingerprints of the specification's own test data (share/test/data/schema-tests.txt), which prints them as signed longs.
    [TestCase("\"null\"", 7195948357588979594L)]
    [TestCase("\"boolean\"", -6970731678124411036L)]
    [TestCase("\"int\"", 8247732601305521295L)]
    [TestCase("\"long\"", -3434872931120570953L)]
    [TestCase("\"float\"", 5583340709985441680L)]
    [TestCase("\"double\"", -8181574048448539266L)]
    [TestCase("\"bytes\"", 5746618253357095269L)]
    [TestCase("\"string\"", -8142146995180207161L)]
    [TestCase("{\"type\":\"long\",\"logicalType\":\"timestamp-nanos\"}", -3434872931120570953L)]
    public void CanonicalForm_Primitive_HasTheSpecificationsFingerprint(string json, long expected) =>
        Assert.That(BitConverter.ToInt64(SchemaNormalization.Fingerprint("CRC-64-AVRO", Encoding.UTF8.GetBytes(AvroSchema.Parse(json).CanonicalForm))),
        Is.EqualTo(expected));

    [Test]
    public void CanonicalForm_Record_KeepsOnlyWhatAffectsTheEncoding()
    {
        var schema = AvroSchema.Parse(
            """
            {"namespace":"x.y","doc":"d","type":"record","name":"R","aliases":["Old"],"fields":[
              {"type":{"type":"int","logicalType":"date"},"name":"a","default":1,"doc":"d"},
              {"name":"e","type":{"name":"E","type":"enum","symbols":["A"],"default":"A"}},
              {"name":"f","type":{"size":4,"type":"fixed","name":"other.F"}},
              {"name":"again","type":["null","E","other.F"]},
              {"name":"self","type":{"type":"array","items":"R"}}]}
            """);
        Assert.That(schema.CanonicalForm, Is.EqualTo(
            """{"name":"x.y.R","type":"record","fields":[{"name":"a","type":"int"},{"name":"e","type":{"name":"x.y.E","type":"enum","symbols":["A"]}},{"name":"f","type":{"name":"other.F","type":"fixed","size":4}},{"name":"again","type":["null","x.y.E","other.F"]},{"name":"self","type":{"type":"array","items":"x.y.R"}}]}"""));
    }

    [Test]
    public void Parse_LogicalType_LeavesTheEncoding()
    {
        var schema = AvroSchema.Parse("""{"type":"bytes","logicalType":"decimal","precision":20,"scale":8}""");
        Assert.That((schema.Type, schema.CanonicalForm), Is.EqualTo((AvroType.Bytes, "\"bytes\"")));
    }

    [Test]
    public void Parse_Field_HasDefaultAliasesAndPosition()
    {
        var record =
            (RecordSchema)AvroSchema.Parse(
            """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":["null","int"],"default":null,"aliases":["old"]}]}""");
        var field = record.Field("b")!;
        Assert.Multiple(() =>
        {
            Assert.That(field.HasDefault, Is.True);
            Assert.That(field.Aliases, Is.EqualTo(new[] { "old" }));
            Assert.That(field.Position, Is.EqualTo(1));
            Assert.That(record.Field("a")!.HasDefault, Is.False);
            Assert.That(record.Field("c"), Is.Null);
        });
    }

    [TestCase("{", "JSON")]
    [TestCase("1", "Number")]
    [TestCase("\"nothing\"", "nothing")]
    [TestCase("{}", "'type' is missing")]
    [TestCase("""{"type":"array"}""", "'items' is missing")]
    [TestCase("""{"type":"record","name":"R"}""", "'fields' is missing")]
    [TestCase("""{"type":"record","fields":[]}""", "'name' is missing")]
    [TestCase("""{"type":"record","name":"a-b","fields":[]}""", "a-b")]
    [TestCase("""{"type":"record","name":"int","fields":[]}""", "primitive")]
    [TestCase("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"a","type":"int"}]}""", "defined twice")]
    [TestCase("""{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"}]}""", "R.a")]
    [TestCase("""{"type":"record","name":"R","fields":[{"name":"a","type":["null","int"],"default":1}]}""", "R.a")]
    [TestCase("""{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"record","name":"R","fields":[]}}]}""", "'R' is defined twice")]
    [TestCase("""{"type":"enum","name":"E","symbols":["A","A"]}""", "twice")]
    [TestCase("""{"type":"enum","name":"E","symbols":["A"],"default":"B"}""", "'B'")]
    [TestCase("""{"type":"fixed","name":"F","size":-1}""", "size")]
    [TestCase("""["int","int"]""", "twice")]
    [TestCase("""["int",["null"]]""", "union")]
    public void Parse_InvalidSchema_SaysWhatIsWrong(string json, string expected)
    {
        Assert.That(() => AvroSchema.Parse(json), Throws.InstanceOf<AvroSchemaException>().With.Message.Contains(expected));
    }
}
