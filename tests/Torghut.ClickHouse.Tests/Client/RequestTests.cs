using System.Net;
using System.Web;

namespace Torghut.ClickHouse.Tests.Client;

/// <summary>What a request says, apart from its statement.</summary>
public sealed class RequestTests
{
    [Test]
    public async Task Statement_Settings_AreOursAndNoOthers()
    {
        using var transport = new Recorder();
        var settings = new ClickHouseClientSettings
        {
            Endpoint = new Uri("http://clickhouse:8123/"),
            Database = "torghut",
            Password = "not-a-secret",
            QuerySettings = new Dictionary<string, string> { ["max_threads"] = "2", ["readonly"] = "2" },
        };
        using var client = new ClickHouseClient(transport, settings, TimeProvider.System);
        var options = new QueryOptions { QueryId = "mine", DeduplicationToken = "t 1", Settings = new Dictionary<string, string> { ["max_threads"] = "4" } };
        await client.ExecuteNonQueryAsync("SELECT 1", options: options);
        var sent = HttpUtility.ParseQueryString(transport.Address!.Query);
        Assert.Multiple(() =>
        {
            Assert.That(sent.AllKeys.ToDictionary(key => key!, key => sent[key]), Is.EquivalentTo(new Dictionary<string, string>
            {
                ["database"] = "torghut",
                ["default_format"] = "RowBinaryWithNamesAndTypes",
                ["enable_http_compression"] = "true",
                ["insert_deduplication_token"] = "t 1",
                ["max_threads"] = "4",
                ["query_id"] = "mine",
                ["readonly"] = "2",
                ["wait_end_of_query"] = "1",
            }));
            Assert.That(transport.Address.ToString(), Does.Not.Contain("not-a-secret"), "a password in an address stands in logs");
            Assert.That(transport.Body, Is.EqualTo("SELECT 1"));
        });
    }

    /// <summary>A query's own database, settings and id come before the client's; what it does not name stays.</summary>
    [Test]
    public async Task Statement_OptionsOfTheQuery_StandOverTheClients()
    {
        using var transport = new Recorder();
        var settings = new ClickHouseClientSettings
        {
            Endpoint = new Uri("http://clickhouse:8123/"),
            Database = "torghut",
            QuerySettings = new Dictionary<string, string> { ["max_threads"] = "2", ["wait_end_of_query"] = "0" },
        };
        using var client = new ClickHouseClient(transport, settings, TimeProvider.System);
        await client.ExecuteNonQueryAsync("SELECT 1", options: new QueryOptions { Database = "default" });
        var sent = HttpUtility.ParseQueryString(transport.Address!.Query);
        Assert.That((sent["database"], sent["max_threads"], sent["wait_end_of_query"]), Is.EqualTo(("default", "2", "0")));
        Assert.That(sent.AllKeys, Does.Not.Contain("insert_deduplication_token"));
        await client.InsertBinaryAsync("t", ["a"], new byte[4], new QueryOptions { DeduplicationToken = "bars 0:1-2" });
        sent = HttpUtility.ParseQueryString(transport.Address!.Query);
        Assert.That((sent["database"], sent["insert_deduplication_token"]), Is.EqualTo(("torghut", "bars 0:1-2")));
    }

    [Test]
    public async Task Statement_WithoutCompression_ChangesNoSetting()
    {
        using var transport = new Recorder();
        var settings = new ClickHouseClientSettings { Endpoint = new Uri("http://clickhouse:8123/"), Compression = ClickHouseCompression.None };
        using var client = new ClickHouseClient(transport, settings, TimeProvider.System);
        await client.ExecuteNonQueryAsync("SELECT 1");
        // A user with readonly=1 may send a setting as it is already: the server's own default.
        Assert.That(HttpUtility.ParseQueryString(transport.Address!.Query)["enable_http_compression"], Is.EqualTo("false"));
    }

    [Test]
    public async Task Endpoint_WithAPath_KeepsIt()
    {
        using var transport = new Recorder();
        using var client =
            new ClickHouseClient(transport, new ClickHouseClientSettings { Endpoint = new Uri("https://proxy/clickhouse/") }, TimeProvider.System);
        await client.ExecuteNonQueryAsync("SELECT 1");
        Assert.That(transport.Address!.GetLeftPart(UriPartial.Path), Is.EqualTo("https://proxy/clickhouse/"));
    }

    private sealed class Recorder : HttpMessageHandler
    {
        public Uri? Address { get; private set; }

        public string? Body { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Address = request.RequestUri;
            Body = await request.Content!.ReadAsStringAsync(cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }
}
