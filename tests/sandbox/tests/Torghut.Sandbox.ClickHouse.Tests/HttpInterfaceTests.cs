using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using K4os.Compression.LZ4.Streams;

namespace Torghut.Sandbox.ClickHouse.Tests;

public sealed class HttpInterfaceTests
{
    [TestCase("/ping")]
    [TestCase("/replicas_status")]
    [TestCase("/")]
    public async Task Get_ProbeWithoutUser_Answers(string path)
    {
        using var anybody = new HttpClient();
        HttpStatusCode status = (await anybody.GetAsync(new Uri(TestServer.Address, path))).StatusCode;
        Assert.That(status, Is.EqualTo(path == "/" ? HttpStatusCode.Forbidden : HttpStatusCode.OK));
    }

    [Test]
    public async Task Get_UnknownPath_Is404()
    {
        using HttpResponseMessage response = await TestServer.Http.GetAsync(new Uri(TestServer.Address, "/nothing"));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Get_WithoutQuery_SaysOk() => Assert.That(await TestServer.Http.GetStringAsync(TestServer.Address), Is.EqualTo("Ok.\n"));

    [Test]
    public async Task Get_ChangingStatement_IsRefusedAsReadonly()
    {
        using HttpResponseMessage response = await TestServer.Http.GetAsync(new Uri(TestServer.Address, "/?query=CREATE%20DATABASE%20nope"));
        Assert.That(response.Headers.GetValues("X-ClickHouse-Exception-Code").Single(), Is.EqualTo("164"));
    }

    [TestCase("X-ClickHouse-User", "X-ClickHouse-Key", "")]
    [TestCase(null, null, "user=torghut&password=not-a-secret")]
    public async Task Post_OtherWaysToSayWho_Work(string? userHeader, string? keyHeader, string query)
    {
        using var http = new HttpClient();
        if (userHeader is not null)
        {
            http.DefaultRequestHeaders.Add(userHeader, TestServer.User);
        }

        if (keyHeader is not null)
        {
            http.DefaultRequestHeaders.Add(keyHeader, TestServer.Password);
        }

        using HttpResponseMessage response = await http.PostAsync(new Uri(TestServer.Address, "/?" + query), new StringContent("SELECT 1"));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Post_Query_CarriesClickHousesHeaders()
    {
        using HttpResponseMessage response = await TestServer.PostAsync("SELECT number FROM numbers(3)", "query_id=mine&default_format=JSONCompact");
        using var summary = JsonDocument.Parse(response.Headers.GetValues("X-ClickHouse-Summary").Single());
        Assert.Multiple(() =>
        {
            Assert.That(response.Headers.GetValues("X-ClickHouse-Query-Id").Single(), Is.EqualTo("mine"));
            Assert.That(response.Headers.GetValues("X-ClickHouse-Format").Single(), Is.EqualTo("JSONCompact"));
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
            Assert.That(summary.RootElement.GetProperty("read_rows").GetString(), Is.EqualTo("3"));
        });
    }

    [Test]
    public async Task Post_ProgressAskedFor_IsInAHeader()
    {
        using HttpResponseMessage response = await TestServer.PostAsync("SELECT number FROM numbers(3)", "send_progress_in_http_headers=1");
        Assert.That(response.Headers.GetValues("X-ClickHouse-Progress").Single(), Does.Contain("\"read_rows\":\"3\""));
    }

    [Test]
    public async Task Post_SettingsAndDatabase_HoldForThatQueryOnly()
    {
        Assert.That(await TestServer.QueryAsync("SELECT getSetting('max_block_size'), currentDatabase()", "max_block_size=1234&database=system"),
            Is.EqualTo("1234\tsystem"));
        for (int i = 0; i < 20; i++)
        {
            Assert.That(await TestServer.QueryAsync("SELECT getSetting('max_block_size') = 1234, currentDatabase()"), Is.EqualTo("0\tdefault"));
        }
    }

    [Test]
    public async Task Post_UseAndSetStatements_DoNotOutliveTheRequest()
    {
        await TestServer.QueryAsync("USE system");
        await TestServer.QueryAsync("SET max_block_size = 4321");
        for (int i = 0; i < 20; i++)
        {
            Assert.That(await TestServer.QueryAsync("SELECT getSetting('max_block_size') = 4321, currentDatabase()"), Is.EqualTo("0\tdefault"));
        }
    }

    [TestCase("role=trader", 511)]
    [TestCase("role=a&role=b", 511)]
    [TestCase("compress=1", 48)]
    [TestCase("no_such_setting=1", 115)]
    [TestCase("bad%20name=1", 115)]
    [TestCase("max_threads=many", 27)]
    [TestCase("database=no_such_database", 81)]
    public async Task Post_WhatItCannotDo_IsRefusedByNumber(string query, int code)
    {
        using HttpResponseMessage response = await TestServer.PostAsync("SELECT 1", query);
        Assert.That(response.Headers.GetValues("X-ClickHouse-Exception-Code").Single(), Is.EqualTo($"{code}"));
    }

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    [TestCase("zstd")]
    [TestCase("lz4")]
    public async Task Post_CompressedBothWays_IsUnderstood(string encoding)
    {
        using var content = new ByteArrayContent(Compress(encoding, "SELECT repeat('x', 1000)"));
        content.Headers.ContentEncoding.Add(encoding);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(TestServer.Address, "/?enable_http_compression=1")) { Content = content };
        request.Headers.AcceptEncoding.ParseAdd(encoding);
        using HttpResponseMessage response = await TestServer.Http.SendAsync(request);
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Assert.Multiple(() =>
        {
            Assert.That(response.Content.Headers.ContentEncoding.Single(), Is.EqualTo(encoding));
            Assert.That(body, Has.Length.LessThan(200));
            Assert.That(Decompress(encoding, body), Is.EqualTo(new string('x', 1000) + "\n"));
        });
    }

    [TestCase("gzip, deflate, br, zstd", "zstd")]
    [TestCase("gzip;q=1.0, lz4;q=0.1, br;q=0", "br")]
    [TestCase("deflate, gzip, lz4", "lz4")]
    [TestCase("deflate, gzip", "gzip")]
    [TestCase("identity", null)]
    public async Task Post_SeveralCodingsAccepted_AnswersInClickHousesOrder(string accepted, string? chosen)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, new Uri(TestServer.Address, "/?enable_http_compression=1")) { Content = new StringContent("SELECT 1") };
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using HttpResponseMessage response = await TestServer.Http.SendAsync(request);
        Assert.That(response.Content.Headers.ContentEncoding.SingleOrDefault(), Is.EqualTo(chosen));
    }

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    [TestCase("zstd")]
    [TestCase("lz4")]
    public async Task Post_BodyThatIsNotWhatItSays_IsRefused(string encoding)
    {
        using var content = new StringContent("SELECT 1");
        content.Headers.ContentEncoding.Add(encoding);
        using HttpResponseMessage response = await TestServer.PostAsync(content);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Post_StatementLongerThanAllowed_Is413()
    {
        using HttpResponseMessage response = await TestServer.PostAsync("SELECT '" + new string('x', 300_000) + "'");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [Test]
    public async Task Post_ResultLongerThanAllowed_IsRefusedByNumber()
    {
        using HttpResponseMessage response = await TestServer.PostAsync("SELECT number FROM numbers(5000000)");
        Assert.That(response.Headers.GetValues("X-ClickHouse-Exception-Code").Single(), Is.EqualTo("396"));
    }

    [Test]
    public async Task Post_ManyAtOnce_RunInParallelAndDoNotMixUp()
    {
        string[] responses = await Task.WhenAll(
            Enumerable.Range(0, 60).Select(i => TestServer.QueryAsync($"SELECT {i}, sum(number) FROM numbers({i * 1000})")));
        Assert.That(responses, Is.EqualTo(Enumerable.Range(0, 60).Select(i => $"{i}\t{i * 1000L * Math.Max(0, (i * 1000L) - 1) / 2}")));
    }

    [Test]
    public async Task Post_ClientLeaves_QueryIsKilled()
    {
        using var source = new CancellationTokenSource();
        Task<HttpResponseMessage> running = TestServer.Http.PostAsync(
            new Uri(TestServer.Address, "/?max_execution_time=60"), new StringContent("SELECT 'leaver', sum(sipHash64(number)) FROM numbers(1000000000000)"),
            source.Token);
        await Until.TrueAsync(async () => await RunningAsync() == "1");
        await source.CancelAsync();
        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
        await Until.TrueAsync(async () => await RunningAsync() == "0");

        static Task<string> RunningAsync() => TestServer.QueryAsync("SELECT count() FROM system.processes WHERE startsWith(query, 'SELECT \\'leaver\\'')");
    }

    [Test]
    public async Task Restart_Tables_AreStillThere()
    {
        await TestServer.QueryAsync("CREATE TABLE torghut.kept (a UInt32) ENGINE = MergeTree ORDER BY a");
        await TestServer.QueryAsync("INSERT INTO torghut.kept SELECT number FROM numbers(1000)");
        await TestServer.RestartAsync();
        Assert.That(await TestServer.QueryAsync("SELECT count(), sum(a) FROM torghut.kept"), Is.EqualTo("1000\t499500"));
        await TestServer.QueryAsync("DROP TABLE torghut.kept");
    }

    [Test]
    public void Start_SecondEngineInOneProcess_IsRefused() =>
        Assert.That(
            async () => await ClickHouseServer.StartAsync(new ClickHouseOptions { DataDirectory = Path.GetTempPath() },
                Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, default),
            Throws.InvalidOperationException.With.Message.Contains("already open"));

    [Test]
    public void NullReference_WithTheEngineLoaded_IsStillAnException()
    {
        string? nothing = string.Concat(Array.Empty<string>()) == "x" ? "y" : null;
        Assert.That(() => nothing!.Length, Throws.TypeOf<NullReferenceException>());
    }

    private static byte[] Compress(string encoding, string text)
    {
        using var target = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(target, CompressionLevel.Fastest),
            "deflate" => new ZLibStream(target, CompressionLevel.Fastest),
            "zstd" => new ZstdSharp.CompressionStream(target),
            "lz4" => LZ4Stream.Encode(target),
            _ => new BrotliStream(target, CompressionLevel.Fastest),
        })
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return target.ToArray();
    }

    private static string Decompress(string encoding, byte[] body)
    {
        using var source = new MemoryStream(body);
        using Stream stream = encoding switch
        {
            "gzip" => new GZipStream(source, CompressionMode.Decompress),
            "deflate" => new ZLibStream(source, CompressionMode.Decompress),
            "zstd" => new ZstdSharp.DecompressionStream(source),
            "lz4" => LZ4Stream.Decode(source),
            _ => new BrotliStream(source, CompressionMode.Decompress),
        };
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
