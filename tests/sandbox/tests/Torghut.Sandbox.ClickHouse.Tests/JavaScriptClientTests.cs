using System.Text.Json.Nodes;

namespace Torghut.Sandbox.ClickHouse.Tests;

/// <summary>The official JavaScript client cannot tell the sandbox from ClickHouse.</summary>
public sealed class JavaScriptClientTests
{
    [Test]
    [CancelAfter(60_000)]
    public async Task OfficialClient_EveryKindOfCall_Works(CancellationToken cancellationToken)
    {
        JsonNode seen = await NodeInteropClient.RunAsync("clickhouse-client.mjs", new
        {
            url = TestServer.Address,
            username = TestServer.User,
            password = TestServer.Password
        }, cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That((bool)seen["ping"]!);
            Assert.That((bool)seen["pingSelect"]!);
            Assert.That((string?)seen["queryId"], Is.EqualTo("create-peers"));
            Assert.That((string?)seen["written"], Is.EqualTo("1000"));
            Assert.That((string?)seen["contentType"], Does.StartWith("application/x-ndjson"));
            Assert.That(seen["rows"]!.ToJsonString(), Is.EqualTo(
                """
                [{"id":0,"symbol":"AIG","price":null,"at":"2013-10-07 13:30:00.125"},{"id":2,"symbol":"AIG","price":0.5,"at":"2013-10-07 13:30:00.125"},{"id":4,"symbol":"AIG","price":1,"at":"2013-10-07 13:30:00.125"}]
                """));
            Assert.That((string?)seen["hostile"]!["data"]![0]!["x"], Is.EqualTo("'; DROP TABLE peers; --\n\t\\N"));
            Assert.That((int)seen["count"]!["data"]![0]![0]!, Is.EqualTo(1001));
            Assert.That((int)seen["streamed"]!, Is.EqualTo(300_000));
            Assert.That(seen["unknownTable"]!.ToJsonString(), Is.EqualTo("""{"known":true,"code":"60","type":"UNKNOWN_TABLE"}"""));
            Assert.That(seen["syntax"]!.ToJsonString(), Is.EqualTo("""{"known":true,"code":"62","type":"SYNTAX_ERROR"}"""));
            Assert.That(seen["wrongPassword"]!.ToJsonString(), Is.EqualTo("""{"known":true,"code":"516","type":"AUTHENTICATION_FAILED"}"""));
            Assert.That((string?)seen["exec"], Is.EqualTo("1"));
        });
    }
}
