using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Avro;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Testing;

namespace Torghut.Sandbox.Registry.Tests;

/// <summary>npm @kafkajs/confluent-schema-registry against the server, and its frames against ours.</summary>
public sealed class KafkaJsClientTests : RegistryTestBase
{
    private static readonly Trade Trade = new(
        new Envelope(1_381_152_600_123_456_789, 1_381_152_600_000_000_001, "iex", Channels.Trades, "AAPL", 17, true, Sources.WebSocket, null),
        52983525029461, 130.25, 100, "V", ["@", "I"], "C");

    [Test]
    public async Task PublicClient_RegistersAndExchangesFrames_InBothDirections()
    {
        const string Subject = "torghut.trades.v1-value";
        var id = await Registry.Source.RegisterAsync(Subject, ContractSchemas.Trade);
        var ours = new RecordEncoder<Trade>(RecordCodecs.Trade, id).Encode(Trade);
        var value = AvroJson.Write(ContractSchemas.Trade, ApacheAvro.Read(ContractSchemas.Trade, ours[ConfluentWireFormat.HeaderSize..]));

        var input = new JsonObject
        {
            ["host"] = Registry.Address.ToString().TrimEnd('/'),
            ["subject"] = Subject,
            ["schema"] = ContractSchemas.Trade.Json,
            ["incompatible"] = """{"type":"record","name":"Trade","namespace":"torghut.v1","fields":[{"name":"new","type":"int"}]}""",
            ["value"] = value!.DeepClone(),
            ["frame"] = Convert.ToHexStringLower(ours),
        };
        using var response = JsonDocument.Parse(await NodeInteropClient.RunAsync("registry-client.mjs", input.ToJsonString()));
        var root = response.RootElement;

        var theirs = Convert.FromHexString(root.GetProperty("encoded").GetString()!);
        var decoded = await new RecordDecoder<Trade>(RecordCodecs.Trade, Registry.Source, TimeProvider.System).DecodeAsync(theirs, CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(root.GetProperty("registeredId").GetInt32(), Is.EqualTo(id));
            Assert.That(root.GetProperty("latestId").GetInt32(), Is.EqualTo(id));
            Assert.That(root.GetProperty("lookedUpId").GetInt32(), Is.EqualTo(id));
            Assert.That(root.GetProperty("refused").GetString(), Does.Contain("incompatible"));
            Assert.That(root.GetProperty("unknown").GetString(), Does.Contain("not found"));
            Assert.That(theirs, Is.EqualTo(ours));
            Assert.That(decoded.IsSuccess, Is.True, decoded.Detail);
            Assert.That(JsonNode.DeepEquals(JsonNode.Parse(root.GetProperty("decoded").GetRawText()), value), Is.True, root.GetProperty("decoded")
                .GetRawText());
        });
    }
}
