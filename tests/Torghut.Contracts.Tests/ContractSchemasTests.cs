using System.Text.Json.Nodes;
using Torghut.Avro;

namespace Torghut.Contracts.Tests;

public sealed class ContractSchemasTests
{
    private static readonly string[] Head = ["ingest_ts", "event_ts", "feed", "channel", "symbol", "seq", "is_final", "source", "window", "version", "payload"];

    [Test]
    public void ForTopic_EveryTopicButState_HasASchema()
    {
        Assert.That(Topics.All.Where(t => ContractSchemas.ForTopic(t.Name) is null).Select(t => t.Name), Is.EqualTo(new[] { Topics.TaState }));
    }

    [Test]
    public void Schema_EveryRecordButDeadLetter_BeginsWithTheEnvelope()
    {
        foreach (var record in RecordCase.All.Where(r => r.Kind != RecordKind.DeadLetter))
        {
            Assert.That(((RecordSchema)record.Schema).Fields.Take(Head.Length).Select(f => f.Name), Is.EqualTo(Head), record.ToString());
        }
    }

    [Test]
    public void Schema_Times_AreNanoseconds()
    {
        // A logical type does not change the encoding, so only the text has it.
        var fields = JsonNode.Parse(ContractSchemas.Trade.Json)!["fields"]!.AsArray();
        var time = fields.Single(field => field!["name"]!.GetValue<string>() == "event_ts")!["type"]!;
        Assert.That((time["type"]!.GetValue<string>(), time["logicalType"]!.GetValue<string>()), Is.EqualTo(("long", "timestamp-nanos")));
    }

    [TestCase(RecordKind.Trade, "i p s x c z original action corporate_action")]
    [TestCase(RecordKind.Quote, "bp bs bx ap as ax c z")]
    [TestCase(RecordKind.Bar, "o h l c v n vw update")]
    [TestCase(RecordKind.Microbar, "o h l c v vwap count")]
    [TestCase(RecordKind.Signal, "macd ema rsi14 boll vwap imbalance vol_realized restart")]
    [TestCase(RecordKind.ForwarderStatus, "status reason error_class attempt lag_ms")]
    [TestCase(RecordKind.TaStatus, "watermark_lag_ms last_event_ts status heartbeat")]
    public void Payload_Fields_HaveTheContractsNames(RecordKind kind, string expected)
    {
        var payload = (RecordSchema)((RecordSchema)ContractSchemas.ForTopic(kind)).Field("payload")!.Schema;
        Assert.That(string.Join(' ', payload.Fields.Select(f => f.Name)), Is.EqualTo(expected));
    }
}
