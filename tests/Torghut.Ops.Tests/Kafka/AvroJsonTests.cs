using System.Buffers;
using System.Text;
using System.Text.Json;
using Torghut.Avro;
using Torghut.Ops.Kafka;

namespace Torghut.Ops.Tests.Kafka;

public sealed class AvroJsonTests
{
    private const string Everything = """
        {"type":"record","name":"R","fields":[
          {"name":"nothing","type":"null"},{"name":"flag","type":"boolean"},{"name":"small","type":"int"},{"name":"large","type":"long"},
          {"name":"single","type":"float"},{"name":"double","type":"double"},{"name":"odd","type":"double"},{"name":"raw","type":"bytes"},
          {"name":"text","type":"string"},{"name":"side","type":{"type":"enum","name":"E","symbols":["BUY","SELL"]}},
          {"name":"fixed","type":{"type":"fixed","name":"F","size":2}},{"name":"list","type":{"type":"array","items":"int"}},
          {"name":"map","type":{"type":"map","values":"string"}},{"name":"some","type":["null","string"]},{"name":"none","type":["null","string"]}]}
        """;

    [Test]
    public void Write_EveryType_IsReadable()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new AvroWriter(buffer);
        writer.WriteBoolean(true);
        writer.WriteInt(-7);
        writer.WriteLong(long.MaxValue);
        writer.WriteFloat(0.5f);
        writer.WriteDouble(-1.25);
        writer.WriteDouble(double.NaN);
        writer.WriteBytes([1, 2]);
        writer.WriteString("é<\"");
        writer.WriteEnum(1);
        writer.WriteFixed([3, 4]);
        writer.WriteArrayBlock(2);
        writer.WriteInt(1);
        writer.WriteInt(2);
        writer.WriteArrayEnd();
        writer.WriteMapBlock(1);
        writer.WriteString("k");
        writer.WriteString("v");
        writer.WriteMapEnd();
        writer.WriteUnionIndex(1);
        writer.WriteString("x");
        writer.WriteUnionIndex(0);
        using var json = JsonDocument.Parse(Render(buffer.WrittenSpan, AvroSchema.Parse(Everything)));
        Assert.That(json.RootElement.EnumerateObject().Select(p => $"{p.Name}={p.Value.GetRawText()}"), Is.EqualTo(new[]
        {
            "nothing=null", "flag=true", "small=-7", "large=9223372036854775807", "single=0.5", "double=-1.25", "odd=\"NaN\"", "raw=\"AQI=\"",
            "text=\"\\u00E9\\u003C\\u0022\"", "side=\"SELL\"", "fixed=\"AwQ=\"", "list=[1,2]", "map={\"k\":\"v\"}", "some=\"x\"", "none=null",
        }));
    }

    [TestCase("\"string\"", "")]
    [TestCase("\"string\"", "FE FF FF FF 0F")]
    [TestCase("\"int\"", "02 02")]
    [TestCase("{\"type\":\"array\",\"items\":\"long\"}", "FE FF FF FF 0F 02")]
    [TestCase("[\"null\",\"int\"]", "04")]
    [TestCase("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}", "02")]
    public void Write_DamagedData_IsRefused(string schema, string hex) =>
        Assert.That(
            () => Render(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), AvroSchema.Parse(schema)), Throws.InstanceOf<AvroException>());

    [Test]
    public void Write_ValueOfEndlessDepth_IsRefused()
    {
        var schema = AvroSchema.Parse("""{"type":"record","name":"N","fields":[{"name":"next","type":["null","N"]}]}""");
        var deep = Enumerable.Repeat((byte)2, 500).Append((byte)0).ToArray();
        Assert.That(() => Render(deep, schema), Throws.InstanceOf<AvroException>().With.Property("Error").EqualTo(AvroError.TooDeep));
    }

    private static string Render(ReadOnlySpan<byte> data, AvroSchema schema)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            AvroJson.Write(json, data, schema);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
