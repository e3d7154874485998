using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Testing;

namespace Torghut.Contracts.Tests.Codecs;

/// <summary>
/// The bytes that are in Kafka already, one frozen file a record type: the encoding, and what it says field by field. They change only when
/// a schema is meant to change: run these tests with TORGHUT_WRITE_GOLDEN=1, read the difference, and add a case to EvolutionTests that shows
/// that the old bytes can still be read.
/// </summary>
[TestFixtureSource(typeof(RecordCase), nameof(RecordCase.All))]
public sealed class GoldenTests(RecordCase record)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private string FileName => $"{record.Kind}.json";

    [Test]
    public void Encode_Sample_GivesTheFrozenBytes()
    {
        var actual = Describe(record.EncodeSample());
        if (Environment.GetEnvironmentVariable("TORGHUT_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(Path.Combine(SourceFolder(), FileName), actual);
        }

        Assert.That(actual, Is.EqualTo(File.ReadAllText(Path.Combine(SourceFolder(), FileName))));
    }

    [Test]
    public void Decode_FrozenBytes_GivesTheSample()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", FileName)));
        var bytes = Convert.FromHexString(golden.RootElement.GetProperty("bytes").GetString()!);
        Assert.That(record.Reencode(bytes), Is.EqualTo(record.EncodeSample()));
    }

    private string Describe(byte[] bytes)
    {
        var json = new JsonObject
        {
            ["bytes"] = Convert.ToHexStringLower(bytes),
            ["value"] = AvroJson.Write(record.Schema, ApacheAvro.Read(record.Schema, bytes)),
        };
        return json.ToJsonString(Indented) + "\n";
    }

    private static string SourceFolder() =>
        typeof(GoldenTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "GoldenFolder").Value!;
}
