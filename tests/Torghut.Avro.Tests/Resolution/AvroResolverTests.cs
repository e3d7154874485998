using System.Buffers;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Torghut.Testing;

namespace Torghut.Avro.Tests.Resolution;

public sealed class AvroResolverTests
{
    [TestCase("\"int\"", "\"long\"", "7", "\"7\"")]
    [TestCase("\"int\"", "\"double\"", "7", "7")]
    [TestCase("\"long\"", "\"float\"", "\"7\"", "7")]
    [TestCase("\"long\"", "\"double\"", "\"3000000000\"", "3000000000")]
    [TestCase("\"long\"", "\"float\"", "\"3000000000\"", "3E+09")]
    [TestCase("\"int\"", "\"long\"", "-2147483648", "\"-2147483648\"")]
    [TestCase("\"int\"", "\"double\"", "-2147483648", "-2147483648")]
    [TestCase("\"int\"", "\"float\"", "-2147483648", "-2.1474836E+09")]
    [TestCase("\"int\"", "\"float\"", "7", "7")]
    [TestCase("\"float\"", "\"double\"", "0.5", "0.5")]
    [TestCase("\"string\"", "\"bytes\"", "\"ab\"", "\"ab\"")]
    [TestCase("\"bytes\"", "\"string\"", "\"ab\"", "\"ab\"")]
    [TestCase("\"int\"", "[\"null\",\"long\"]", "7", "{\"long\":\"7\"}")]
    [TestCase("\"int\"", "[\"long\",\"int\"]", "7", "{\"int\":7}")]
    [TestCase("[\"null\",\"int\"]", "[\"string\",\"null\",\"double\"]", "{\"int\":7}", "{\"double\":7}")]
    [TestCase("[\"null\",\"int\"]", "\"int\"", "{\"int\":7}", "7")]
    [TestCase("{\"type\":\"array\",\"items\":\"int\"}", "{\"type\":\"array\",\"items\":\"long\"}", "[1,2]", "[\"1\",\"2\"]")]
    [TestCase("{\"type\":\"map\",\"values\":\"int\"}", "{\"type\":\"map\",\"values\":\"long\"}", "{\"a\":1}", "{\"a\":\"1\"}")]
    [TestCase("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\"]}", "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"B\",\"A\"]}", "\"B\"", "\"B\"")]
    [TestCase("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\"]}", "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"X\",\"A\"],\"default\":\"X\"}",
        "\"B\"", "\"X\"")]
    [TestCase("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\",\"C\"]}",
        "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\",\"U\"],\"default\":\"U\"}", "\"C\"", "\"U\"")]
    [TestCase("[\"null\",{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"e\",\"type\":{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\",\"C\"]}}]}]",
        "[\"null\",{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"e\",\"type\":{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"U\",\"B\",\"A\"],\"default\":\"U\"}}]}]",
        "{\"R\":{\"e\":\"C\"}}", "{\"R\":{\"e\":\"U\"}}")]
    [TestCase("{\"type\":\"fixed\",\"name\":\"Old\",\"size\":2}", "{\"type\":\"fixed\",\"name\":\"New\",\"aliases\":[\"Old\"],\"size\":2}", "\"ab\"", "\"ab\"")]
    public void Transcode_Pair_GivesTheReadersValue(string writer, string reader, string value, string expected)
    {
        Assert.That(Resolve(writer, reader, value), Is.EqualTo(expected));
    }

    private static readonly string[] Types = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];

    private static readonly string[] Promotions =
        ["int long", "int float", "int double", "long float", "long double", "float double", "string bytes", "bytes string"];

    /// <summary>All pairs of primitives, by the specification's table (https://avro.apache.org/docs/1.12.0/specification/#schema-resolution).</summary>
    [Test]
    public void Build_AnyTwoPrimitives_ResolveAsTheSpecificationSays()
    {
        var resolved = from writer in Types
                       from reader in Types
                       where writer != reader && new AvroResolver(Primitive(writer), Primitive(reader)).Incompatibilities.Count == 0
                       select $"{writer} {reader}";
        Assert.That(resolved, Is.EquivalentTo(Promotions));

        static AvroSchema Primitive(string type) => AvroSchema.Parse($"\"{type}\"");
    }

    private const string WriterRecord =
        """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"string"},{"name":"c","type":["null","int"]}]}""";

    [TestCase("""[{"name":"a","type":"int"}]""", """{"a":1}""", TestName = "Transcode_FieldsRemoved_AreSkipped")]
    [TestCase("""[{"name":"c","type":["null","int"]},{"name":"a","type":"long"}]""", """{"c":{"int":3},"a":"1"}""",
        TestName = "Transcode_FieldsReordered_AreFound")]
    [TestCase("""[{"name":"a","type":"int"},{"name":"n","type":["null","string"],"default":null}]""", """{"a":1,"n":null}""",
        TestName = "Transcode_FieldAdded_HasItsDefault")]
    [TestCase("""[{"name":"x","type":"int","default":5},{"name":"y","type":{"type":"array","items":"int"},"default":[1]},{"name":"c","type":["null","int"]}]""",
        """{"x":5,"y":[1],"c":{"int":3}}""", TestName = "Transcode_DefaultsFirst_AreWritten")]
    [TestCase("""[{"name":"renamed","type":"string","aliases":["b"]}]""", """{"renamed":"t"}""", TestName = "Transcode_FieldRenamed_IsFoundByItsAlias")]
    public void Transcode_Record(string readerFields, string expected)
    {
        var reader = $$"""{"type":"record","name":"R","fields":{{readerFields}}}""";
        Assert.That(Resolve(WriterRecord, reader, """{"a":1,"b":"t","c":{"int":3}}"""), Is.EqualTo(expected));
    }

    [Test]
    public void Transcode_RecursiveRecord_FollowsTheData()
    {
        const string Writer = """{"type":"record","name":"Node","fields":[{"name":"v","type":"int"},{"name":"next","type":["null","Node"]}]}""";
        const string Reader =
            """{"type":"record","name":"Node","fields":[{"name":"v","type":"long"},{"name":"next","type":["null","Node"]},{"name":"x","type":"int","default":9}]}""";
        Assert.That(
            Resolve(Writer, Reader, """{"v":1,"next":{"Node":{"v":2,"next":null}}}"""),
            Is.EqualTo("""{"v":"1","next":{"Node":{"v":"2","next":null,"x":9}},"x":9}"""));
    }

    [Test]
    public void Transcode_BranchWithoutCounterpart_FailsForThatDataOnly()
    {
        const string Writer = """["null","int","string"]""";
        const string Reader = """["null","int"]""";
        Assert.Multiple(() =>
        {
            Assert.That(Resolve(Writer, Reader, """{"int":1}"""), Is.EqualTo("""{"int":1}"""));
            Assert.That(() => Resolve(Writer, Reader, """{"string":"s"}"""), Throws.InstanceOf<AvroException>().With.Property("Error")
                .EqualTo(AvroError.Unresolvable));
        });
    }

    [Test]
    public void Transcode_SymbolThatTheReaderLacksWithoutADefault_Fails() => Assert.That(
        () => Resolve(
            """{"type":"enum","name":"E","symbols":["A","B","C"]}""", """{"type":"enum","name":"E","symbols":["A","B","U"]}""", "\"C\""),
        Throws.InstanceOf<AvroException>().With.Property("Error").EqualTo(AvroError.Unresolvable));

    [Test]
    public void Transcode_MissingFieldWithoutDefault_Fails()
    {
        const string Reader = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"z","type":"int"}]}""";
        Assert.That(() => Resolve(WriterRecord, Reader, """{"a":1,"b":"t","c":null}"""), Throws.InstanceOf<AvroException>().With.Message.Contains("'z'"));
    }

    [Test]
    public void Transcode_AnyValueIntoAWrapperUnion_KeepsTheValue()
    {
        Prop.ForAll<int>(seed =>
        {
            var random = new RandomAvro(seed);
            var inner = random.Schema();
            var writer = AvroSchema.Parse($$"""{"type":"record","name":"Wrap","fields":[{"name":"v","type":{{inner.Json}}}]}""");
            var reader =
                AvroSchema.Parse($$"""{"type":"record","name":"Wrap","fields":[{"name":"d","type":"int","default":3},{"name":"v","type":{{inner.Json}}}]}""");
            var bytes = ApacheAvro.Write(writer, random.Value(writer));
            return Transcode(writer, reader, bytes).AsSpan(1).SequenceEqual(bytes);
        }).QuickCheckThrowOnFailure();
    }

    private static string Resolve(string writer, string reader, string value)
    {
        var from = AvroSchema.Parse(writer);
        var to = AvroSchema.Parse(reader);
        using var json = JsonDocument.Parse(value);
        var bytes = ApacheAvro.Write(from, AvroJson.Read(from, json.RootElement));
        var resolved = ApacheAvro.Read(to, Transcode(from, to, bytes));
        return AvroJson.Write(to, resolved)?.ToJsonString() ?? "null";
    }

    private static byte[] Transcode(AvroSchema writer, AvroSchema reader, byte[] data)
    {
        var output = new ArrayBufferWriter<byte>();
        new AvroResolver(writer, reader).Transcode(data, output);
        return output.WrittenSpan.ToArray();
    }
}
