using System.Text.Json;
using Torghut.Avro;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Tests.Decoding;

/// <summary>Records that were written with a schema of before are still in Kafka, and are read.</summary>
[TestFixture]
public sealed class EarlierSchemaTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden", "Earlier");

    /// <summary>Numbers of a joined quote were never null in the first; neither had a word for what indicators began anew because of.</summary>
    [TestCase("signal.avsc", "Signal.json")]
    [TestCase("signal-2.avsc", "Signal-2.json")]
    public async Task Decode_SignalOfAnEarlierSchema_HasItsNumbers(string schemaFile, string goldenFile)
    {
        var schema = AvroSchema.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, schemaFile)));
        using var golden = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, goldenFile)));
        var registry = new StubRegistry();
        var framed = Frames.Frame(registry.Add(schema), Convert.FromHexString(golden.RootElement.GetProperty("bytes").GetString()!));
        var result = await new RecordDecoder<Signal>(RecordCodecs.Signal, registry, TimeProvider.System).DecodeAsync(framed, CancellationToken.None);
        Assert.That(result.IsSuccess, Is.True, result.Detail);
        Assert.That(result.Value, Is.EqualTo(SampleRecords.Signal with { Restart = null }));
        Assert.That(new AvroResolver(schema, RecordCodecs.Signal.Schema).Incompatibilities, Is.Empty, "BACKWARD");
    }

    /// <summary>Corporate actions were not in it.</summary>
    [Test]
    public async Task Decode_TradeOfTheFirstSchema_IsNoCorporateAction()
    {
        var schema = AvroSchema.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "trade.avsc")));
        using var golden = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "Trade.json")));
        var registry = new StubRegistry();
        var framed = Frames.Frame(registry.Add(schema), Convert.FromHexString(golden.RootElement.GetProperty("bytes").GetString()!));
        var result = await new RecordDecoder<Trade>(RecordCodecs.Trade, registry, TimeProvider.System).DecodeAsync(framed, CancellationToken.None);
        Assert.That(result.IsSuccess, Is.True, result.Detail);
        Assert.That((result.Value.Id, result.Value.CorporateAction), Is.EqualTo((SampleRecords.Trade.Id, (CorporateAction?)null)));
        Assert.That(new AvroResolver(schema, RecordCodecs.Trade.Schema).Incompatibilities, Is.Empty, "BACKWARD");
    }
}
