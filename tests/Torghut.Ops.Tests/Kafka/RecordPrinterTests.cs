using System.Text;
using Torghut.Avro;
using Torghut.Contracts.Decoding;
using Torghut.Ops.Kafka;

namespace Torghut.Ops.Tests.Kafka;

public sealed class RecordPrinterTests
{
    private const string Head = """{"topic":"t","partition":1,"offset":9,"timestamp":"2026-02-12T15:00:00.000Z","key":"AAPL",""";

    private static readonly byte[] Seven = [0, 0, 0, 0, 7, 6];

    [Test]
    public async Task Line_KnownSchema_IsDecodedAndAskedForOnce()
    {
        var asked = 0;
        var printer = new RecordPrinter((id, _) =>
        {
            asked++;
            return Task.FromResult(AvroSchema.Parse("\"int\""));
        });
        var lines = new[] { await LineAsync(printer, Seven), await LineAsync(printer, Seven) };
        Assert.That(lines, Is.All.EqualTo(Head + "\"schema_id\":7,\"value\":3}"));
        Assert.That(asked, Is.EqualTo(1));
    }

    [Test]
    public async Task Line_Tombstone_IsNull() => Assert.That(await LineAsync(Printer(), null), Is.EqualTo(Head + "\"value\":null}"));

    [TestCase("7b7d", "no schema id")]
    [TestCase("", "no schema id")]
    [TestCase("0000000007", "\"schema_id\":7,\"undecoded\":\"")]
    [TestCase("00000000070606", "\"schema_id\":7,\"undecoded\":\"")]
    [TestCase("0000000008", "schema 8: unknown")]
    public async Task Line_ValueThatCannotBeDecoded_IsShownWithTheReason(string hex, string expected)
    {
        var value = Convert.FromHexString(hex);
        Assert.That(await LineAsync(Printer(), value), Does.Contain(expected).And.EndWith($"\"bytes\":{value.Length},\"raw\":\"{Convert.ToBase64String(value)}\"}}"));
    }

    [Test]
    public async Task Line_NoRegistry_SaysSo() => Assert.That(await LineAsync(new RecordPrinter(null), Seven), Does.Contain("SCHEMA_REGISTRY_URL is not set"));

    [Test]
    public void Line_RegistryAway_IsNoFaultOfTheRecord()
    {
        var printer = new RecordPrinter((id, _) => throw new SchemaSourceException(SchemaSourceError.Unavailable, $"schema {id}", "away"));
        Assert.That(() => LineAsync(printer, Seven), Throws.InstanceOf<SchemaSourceException>());
    }

    [Test]
    public async Task Line_KeyThatIsNoText_IsBase64() => Assert.That(await Printer().LineAsync(
        new TopicRecord("t", 0, 0, Snapshots.Facts.Now, [0xff], null), CancellationToken.None), Does.Contain("\"key\":\"base64:/w==\""));

    private static RecordPrinter Printer() => new((id, _) => id == 7
        ? Task.FromResult(AvroSchema.Parse("\"int\""))
        : throw new SchemaSourceException(SchemaSourceError.NotFound, $"schema {id}", "unknown"));

    private static Task<string> LineAsync(RecordPrinter printer, byte[]? value) => printer.LineAsync(
        new TopicRecord("t", 1, 9, Snapshots.Facts.Now, Encoding.UTF8.GetBytes("AAPL"), value), CancellationToken.None);
}
