using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Torghut.Testing;

namespace Torghut.Avro.Tests.Interop;

/// <summary>Vectors made at test time by npm avsc, in both directions.</summary>
public sealed class AvscTests
{
    private const int Count = 300;

    // Every kind of type by hand, then whatever the seeds give.
    private static readonly (string Schema, string Value)[] Samples =
    [
        ("\"null\"", "null"),
        ("\"boolean\"", "true"),
        ("\"int\"", "-2147483648"),
        ("\"long\"", "\"1700000000123456789\""),
        ("\"long\"", "\"-9223372036854775808\""),
        ("\"float\"", "1.5"),
        ("\"double\"", "-1e-300"),
        ("\"bytes\"", "\"\\u0000\\u00ff\""),
        ("\"string\"", "\"日本 😀\""),
        ("[\"null\",\"string\",\"int\"]", "{\"int\":4}"),
        ("[\"null\",\"string\"]", "null"),
        ("{\"type\":\"array\",\"items\":[\"null\",\"long\"]}", "[null,{\"long\":\"5\"}]"),
        ("{\"type\":\"map\",\"values\":{\"type\":\"array\",\"items\":\"int\"}}", "{\"a\":[],\"b\":[1]}"),
        ("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\"]}", "\"B\""),
        ("{\"type\":\"fixed\",\"name\":\"F\",\"size\":3}", "\"abc\""),
        ("{\"type\":\"record\",\"name\":\"n.R\",\"fields\":[{\"name\":\"x\",\"type\":{\"type\":\"record\",\"name\":\"S\",\"fields\":[{\"name\":\"r\",\"type\":[\"null\",\"R\"]}]}}]}",
            "{\"x\":{\"r\":{\"n.R\":{\"x\":{\"r\":null}}}}}"),
    ];

    private static readonly (string Writer, string Reader, string Value)[] Pairs =
    [
        ("\"int\"", "\"double\"", "3"),
        ("\"float\"", "\"double\"", "0.25"),
        ("\"string\"", "\"bytes\"", "\"ab\""),
        ("\"int\"", "[\"null\",\"long\"]", "3"),
        ("[\"null\",\"int\"]", "[\"int\",\"null\"]", "{\"int\":3}"),
        ("{\"type\":\"array\",\"items\":\"int\"}", "{\"type\":\"array\",\"items\":\"float\"}", "[1,2]"),
        ("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\"]}", "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"C\",\"B\",\"A\"]}", "\"B\""),
        ("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":\"string\"}]}",
            "{\"type\":\"record\",\"name\":\"Q\",\"aliases\":[\"R\"],\"fields\":[{\"name\":\"z\",\"type\":[\"null\",\"int\"],\"default\":null},{\"name\":\"bb\",\"aliases\":[\"b\"],\"type\":\"string\"},{\"name\":\"a\",\"type\":\"long\"}]}",
            "{\"a\":1,\"b\":\"t\"}"),
    ];

    [Test]
    public async Task Decode_EncodedByAvsc_GivesTheValue()
    {
        var vectors = Vectors();
        var encoded = await AvscInteropClient.EncodeAsync([.. vectors.Select(v => (v.Schema, AvroJson.Write(v.Schema, v.Value)))]);
        Assert.Multiple(() =>
        {
            foreach (var (vector, bytes) in vectors.Zip(encoded))
            {
                var read = ApacheAvro.Read(vector.Schema, bytes);
                Assert.That(Text(vector.Schema, read), Is.EqualTo(Text(vector.Schema, vector.Value)), vector.Schema.Json);
                Assert.That(ApacheAvro.Write(vector.Schema, vector.Value), Is.EqualTo(bytes), vector.Schema.Json);
            }
        });
    }

    [Test]
    public async Task Encode_DecodedByAvsc_GivesTheValue()
    {
        var vectors = Vectors().Select(v => (v.Schema, Data: ApacheAvro.Write(v.Schema, v.Value))).ToArray();
        var decoded = await AvscInteropClient.DecodeAsync(vectors);
        Assert.Multiple(() =>
        {
            foreach (var (vector, json) in vectors.Zip(decoded))
            {
                Assert.That(ApacheAvro.Write(vector.Schema, AvroJson.Read(vector.Schema, json)), Is.EqualTo(vector.Data), vector.Schema.Json);
            }
        });
    }

    [Test]
    public async Task Transcode_Pair_GivesWhatAvscResolves()
    {
        var vectors = Pairs.Select(p => (Writer: AvroSchema.Parse(p.Writer), Reader: AvroSchema.Parse(p.Reader), Data: Encode(p.Writer, p.Value))).ToArray();
        var resolved = await AvscInteropClient.ResolveAsync(vectors);
        Assert.Multiple(() =>
        {
            foreach (var (vector, expected) in vectors.Zip(resolved))
            {
                var output = new ArrayBufferWriter<byte>();
                new AvroResolver(vector.Writer, vector.Reader).Transcode(vector.Data, output);
                Assert.That(output.WrittenSpan.ToArray(), Is.EqualTo(expected), $"{vector.Writer.Json} as {vector.Reader.Json}");
            }
        });
    }

    [Test]
    public async Task CanonicalForm_Hash_IsAvscs()
    {
        var schemas = Vectors().Select(v => v.Schema).ToArray();
        var fingerprints = await AvscInteropClient.FingerprintAsync(schemas);
        Assert.Multiple(() =>
        {
            foreach (var (schema, expected) in schemas.Zip(fingerprints))
            {
                Assert.That(SHA256.HashData(Encoding.UTF8.GetBytes(schema.CanonicalForm)), Is.EqualTo(expected), schema.Json);
            }
        });
    }

    private static (AvroSchema Schema, object? Value)[] Vectors()
    {
        var samples = Samples.Select(s => (Schema: AvroSchema.Parse(s.Schema), s.Value)).Select(s => (s.Schema, Value: Parse(s.Schema, s.Value)));
        var random = Enumerable.Range(0, Count).Select(seed => new RandomAvro(seed)).Select(r => (Random: r, Schema: r.Schema()))
            .Select(r => (r.Schema, Value: r.Random.Value(r.Schema)));
        return [.. samples, .. random];
    }

    private static byte[] Encode(string schema, string value)
    {
        var parsed = AvroSchema.Parse(schema);
        return ApacheAvro.Write(parsed, Parse(parsed, value));
    }

    private static object? Parse(AvroSchema schema, string value)
    {
        using var json = JsonDocument.Parse(value);
        return AvroJson.Read(schema, json.RootElement);
    }

    private static string Text(AvroSchema schema, object? value) => AvroJson.Write(schema, value)?.ToJsonString() ?? "null";
}
