using System.IO.Compression;
using System.Text;

namespace Torghut.ClickHouse.Tests.Client;

/// <summary>Answers that a real server gives only when something breaks, or that come from something else than ClickHouse.</summary>
public sealed class BrokenResponseTests
{
    private const string Tag = "abcdefghijklmnop";
    private const string TagHeader = $"X-ClickHouse-Exception-Tag: {Tag}\r\n";

    // One column "a" of UInt32, and the value 7.
    private static readonly byte[] Whole = [.. Head("UInt32"), 7, 0, 0, 0];

    [Test]
    public async Task Answer_Whole_IsRead() => Assert.That(await ScalarAsync(200, Whole), Is.EqualTo(7u));

    [Test]
    public async Task Answer_CutAtAnyByte_IsAConnectionErrorOrOneRowLess()
    {
        for (int length = 0; length < Whole.Length; length++)
        {
            byte[] cut = Whole[..length];
            if (length == Whole.Length - sizeof(uint))
            {
                Assert.That(await ScalarAsync(200, cut), Is.Null);
            }
            else
            {
                Assert.That(async () => await ScalarAsync(200, cut), Throws.TypeOf<ClickHouseConnectionException>(), $"cut at {length}");
            }
        }
    }

    [TestCase(ScriptedEnd.Close)]
    [TestCase(ScriptedEnd.Reset)]
    public void Answer_ShorterThanItsHeadSays_IsAConnectionError(ScriptedEnd end)
    {
        using var server = ScriptedServer.Raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", end);
        Assert.That(() => ScalarAsync(server), Throws.TypeOf<ClickHouseConnectionException>().With.Property("IsTransient").True);
    }

    [TestCase("")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")]
    [TestCase("HTTP/1.1 500 X\r\nContent-Length: 100\r\n\r\nCode: 241. DB")]
    public void Answer_ThatHangs_IsAConnectionErrorWithinTheTimeout(string response)
    {
        using var server = ScriptedServer.Raw(response, ScriptedEnd.Hang);
        Assert.That(() => ScalarAsync(server, TimeSpan.FromMilliseconds(300)), Throws.TypeOf<ClickHouseConnectionException>().With.Message.Contains("0.3 s"));
    }

    [Test]
    public void Answer_ThatHangs_CancelledByTheCaller_IsACancellation()
    {
        using var server = ScriptedServer.Raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", ScriptedEnd.Hang);
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        using ClickHouseClient client = Client(server);
        Assert.That(async () => await client.ExecuteScalarAsync("SELECT a", cancellationToken: source.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Answer_ThatIsNoHttp_IsAConnectionError()
    {
        using var server = ScriptedServer.Raw("220 mail ready\r\n");
        Assert.That(() => ScalarAsync(server), Throws.TypeOf<ClickHouseConnectionException>());
    }

    [TestCase(429, true)]
    [TestCase(502, true)]
    [TestCase(503, true)]
    [TestCase(504, true)]
    [TestCase(400, false)]
    [TestCase(403, false)]
    [TestCase(404, false)]
    [TestCase(413, false)]
    [TestCase(501, false)]
    [TestCase(500, false)]
    public void Refusal_OfAProxy_HasNoCodeAndIsTransientByStatus(int status, bool transient) =>
        Assert.That(
            () => ScalarAsync(status, "<html><h1>502 Bad Gateway</h1>"u8.ToArray()),
            Throws.TypeOf<ClickHouseServerException>().With.Property("Code").Zero.And.Property("HttpStatus").EqualTo(status).And.Property("IsTransient")
                .EqualTo(transient));

    [Test]
    public void Refusal_WithoutABody_SaysSo() =>
        Assert.That(() => ScalarAsync(500, []), Throws.TypeOf<ClickHouseServerException>().With.Message.EqualTo("The server answered 500 without a reason."));

    [Test]
    public void Refusal_InASuccessfulAnswer_IsSeenByItsHeader() =>
        Assert.That(
            () => ScalarAsync(200, "Code: 241. DB::Exception: too much"u8.ToArray(), "X-ClickHouse-Exception-Code: 241\r\n"),
            Throws.TypeOf<ClickHouseServerException>().With.Property("Code").EqualTo(241).And.Property("IsTransient").True);

    [Test]
    public void Refusal_LongerThanAllowed_IsCutShort() =>
        Assert.That(
            () => ScalarAsync(500, Encoding.ASCII.GetBytes("Code: 241. " + new string('x', 10_000_000)), "X-ClickHouse-Exception-Code: 241\r\n"),
            Throws.TypeOf<ClickHouseServerException>().With.Message.Length.EqualTo(64 * 1024).And.Property("Code").EqualTo(241));

    [Test]
    public void Refusal_ThatCannotBeDecompressed_IsARefusalAllTheSame() =>
        Assert.That(
            () => ScalarAsync(500, "what?"u8.ToArray(), "Content-Encoding: snappy\r\nX-ClickHouse-Exception-Code: 252\r\n"),
            Throws.TypeOf<ClickHouseServerException>().With.Property("Code").EqualTo(252));

    [TestCase("UInt32")]
    [TestCase("UInt8")]
    [TestCase("String")]
    public void ExceptionAfterRows_IsARefusalAndNoRows(string type)
    {
        // Where rows are of one byte, every byte of the block would be one.
        byte[] block =
            Encoding.UTF8.GetBytes($"__exception__\r\n{Tag}\r\nCode: 241. DB::Exception: too much (MEMORY_LIMIT_EXCEEDED)\n53 {Tag}\r\n__exception__\r\n");
        Assert.That(
            () => ScalarAsync(200, [.. Head(type), .. block], TagHeader),
            Throws.TypeOf<ClickHouseServerException>().With.Property("Code")
                .EqualTo(241).And.Message.EqualTo("Code: 241. DB::Exception: too much (MEMORY_LIMIT_EXCEEDED)"));
    }

    [Test]
    public async Task ExceptionBlock_WithAnotherTag_IsData()
    {
        byte[] text = Encoding.UTF8.GetBytes("__exception__\r\nother\r\nCode: 241. x\n12 other\r\n__exception__\r\n");
        Assert.That(await ScalarAsync(200, [.. Head("String"), (byte)text.Length, .. text], TagHeader), Is.EqualTo(Encoding.UTF8.GetString(text)));
    }

    [TestCase("a text instead of rows")]
    [TestCase("<html><body>welcome</body></html>")]
    public void Answer_ThatIsNoRows_IsAnErrorOfOurs(string text) =>
        Assert.That(() => ScalarAsync(200, Encoding.ASCII.GetBytes(text)), Throws.InstanceOf<ClickHouseException>());

    [Test]
    public void Answer_InAnotherFormat_IsAnErrorOfOurs() =>
        Assert.That(() => ScalarAsync(200, "{\"a\":7}"u8.ToArray(), "X-ClickHouse-Format: JSONEachRow\r\n"), Throws.TypeOf<ClickHouseConnectionException>());

    [TestCase(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x07 }, TestName = "Head_OfTwoBillionColumns_IsRefused")]
    [TestCase(new byte[] { 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x07 }, TestName = "Head_OfAnEndlessName_IsRefused")]
    [TestCase(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, TestName = "Head_OfALengthWithoutEnd_IsRefused")]
    public void Head_Hostile_IsRefused(byte[] body) => Assert.That(() => ScalarAsync(200, body), Throws.TypeOf<ClickHouseProtocolException>());

    [TestCase("Array(UInt8)")]
    [TestCase("Map(String, UInt8)")]
    [TestCase("FixedString(2000000000)")]
    [TestCase("Tuple(UInt8)")]
    [TestCase("NoSuchType")]
    [TestCase("Nothing", Description = "rows without a byte, and so without end")]
    [TestCase("LowCardinality(Nothing)")]
    [TestCase("DateTime64(3, 'UTC'), UInt8")]
    [TestCase("Decimal(٩, ٢)")]
    [TestCase("String\n")]
    public void Head_TypeThatIsNotRead_IsRefusedAndNamed(string type) =>
        Assert.That(() => ScalarAsync(200, Head(type)), Throws.TypeOf<ClickHouseProtocolException>().With.Message.Contains(type));

    /// <summary>An expression that goes back would try a type that nearly fits in more ways than there is time for.</summary>
    [Test]
    public void Head_LongTypeThatFitsNone_IsRefusedAtOnce()
    {
        var values = string.Concat(Enumerable.Range(0, 3_000).Select(i => $@"'\'{i}' = {i}, "));
        Assert.That(() => ScalarAsync(200, Head($"Enum16({values}!)")), Throws.TypeOf<ClickHouseProtocolException>());
        Assert.That(() => ScalarAsync(200, Head($"Enum16('{new string('\\', 60_000)}")), Throws.TypeOf<ClickHouseProtocolException>());
    }

    [TestCase("Enum8('a' = 99999)")]
    [TestCase("Enum8('a' = 1, 'a' = 2)")]
    [TestCase("Enum8('a' = 1, 'b' = 1)")]
    [TestCase("Enum16('a' = 1)")]
    [TestCase("DateTime('No/Such_Zone')")]
    [TestCase("DateTime64(3, 'No/Such_Zone')")]
    [TestCase("Decimal(99, 99)")]
    [TestCase("Decimal(1, 76)")]
    [TestCase("Decimal(0, 0)")]
    [TestCase("LowCardinality(LowCardinality(UInt8))")]
    [TestCase("Nullable(Nothing)")]
    [TestCase("Date32")]
    [TestCase("IPv4")]
    public async Task Answer_TypeOrValueThatTheDriverFailsOn_IsAnErrorOfOursOrAValue(string type)
    {
        foreach (byte fill in new byte[] { 0, 0x7F, 0xFF })
        {
            try
            {
                await ScalarAsync(200, [.. Head(type), .. Enumerable.Repeat(fill, 32)]);
            }
            catch (Exception error)
            {
                Assert.That(error, Is.InstanceOf<ClickHouseException>(), $"{type} of {fill}");
            }
        }
    }

    [TestCase("DateTime64(3)")]
    [TestCase("DateTime64(3, 'America/New_York')")]
    public async Task Instant_WhateverTheTimeZoneOfColumnAndServer_IsTheSameInstant(string type)
    {
        var at = new DateTimeOffset(2026, 11, 1, 5, 30, 0, TimeSpan.Zero);
        byte[] body = [.. Head(type), .. BitConverter.GetBytes(at.ToUnixTimeMilliseconds())];
        using var server = ScriptedServer.Respond(200, "X-ClickHouse-Timezone: America/New_York\r\n", body);
        using ClickHouseClient client = Client(server);
        Assert.That(await client.QueryAsync("SELECT a", reader => reader.GetDateTimeOffset(0)), Is.EqualTo(new[] { at }));
    }

    [Test]
    public void Head_TypeNestedWithoutEnd_IsRefused()
    {
        string type = string.Concat(Enumerable.Repeat("Nullable(", 7_000)) + "UInt8";
        byte[] name = Encoding.ASCII.GetBytes(type);
        byte[] length = [(byte)((name.Length & 0x7F) | 0x80), (byte)(((name.Length >> 7) & 0x7F) | 0x80), (byte)(name.Length >> 14)];
        Assert.That(() => ScalarAsync(200, [1, 1, (byte)'a', .. length, .. name]), Throws.TypeOf<ClickHouseProtocolException>());
    }

    [Test]
    public void Row_LengthBeyondTheAnswer_IsAConnectionErrorWithItsRow() =>
        Assert.That(
            () => ScalarAsync(200, [.. Head("String"), 0xFF, 0xFF, 0xFF, 0xFF, 0x07]), Throws.TypeOf<ClickHouseConnectionException>().With.Property("Row")
                .EqualTo(1));

    [Test]
    public void Row_LengthOfTooManyBits_IsAProtocolErrorWithItsRow() =>
        Assert.That(
            () => ScalarAsync(200, [.. Head("String"), 1, (byte)'x', 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
            Throws.TypeOf<ClickHouseProtocolException>().With.Property("Row").EqualTo(2));

    [Test]
    public void Answer_LongerThanAllowedAfterDecompression_IsRefused()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(new byte[100 << 20]);
        }

        using var server = ScriptedServer.Respond(200, "Content-Encoding: gzip\r\n", packed.ToArray());
        using ClickHouseClient client = Client(server, settings => settings with { Compression = ClickHouseCompression.GZip });
        Assert.That(async () => await client.ExecuteScalarAsync("SELECT a"), Throws.TypeOf<ClickHouseProtocolException>().With.Message.Contains("67108864"));
    }

    [TestCase("lz4", ClickHouseCompression.Lz4)]
    [TestCase("gzip", ClickHouseCompression.GZip)]
    [TestCase("zstd", ClickHouseCompression.Zstd)]
    [TestCase("br", ClickHouseCompression.Brotli)]
    [TestCase("snappy", ClickHouseCompression.Lz4)]
    [TestCase("gzip", ClickHouseCompression.None)]
    public void Answer_NotCompressedAsItSays_IsAnErrorOfOurs(string coding, ClickHouseCompression asked)
    {
        using var server =
            ScriptedServer.Respond(200, $"Content-Encoding: {coding}\r\n", "this is not compressed, it is only a text that is long enough"u8.ToArray());
        using ClickHouseClient client = Client(server, settings => settings with { Compression = asked });
        Assert.That(async () => await client.ExecuteScalarAsync("SELECT a"), Throws.InstanceOf<ClickHouseException>());
    }

    /// <summary>Rows whose insert is taken for a success are committed, so every way to say no must be heard: by status, by header, in the body.</summary>
    [TestCase(200, "", "", null)]
    [TestCase(200, "", "ok", null)]
    [TestCase(200, "X-ClickHouse-Format: TabSeparated\r\n", "", null)]
    [TestCase(200, "X-ClickHouse-Exception-Code: 252\r\n", "Code: 252. DB::Exception: Too many parts", 252)]
    [TestCase(200, "X-ClickHouse-Exception-Code: 252\r\n", "", 252)]
    [TestCase(202, "X-ClickHouse-Exception-Code: 242\r\n", "", 242)]
    [TestCase(200, TagHeader, "__exception__\r\n" + Tag + "\r\nCode: 241. DB::Exception: no\n28 " + Tag + "\r\n__exception__\r\n", 241)]
    [TestCase(500, "X-ClickHouse-Exception-Code: 252\r\n", "Code: 252. DB::Exception: Too many parts", 252)]
    [TestCase(503, "", "<html>", 0)]
    public void Insert_AnyAnswer_IsSuccessOrRefusal(int status, string headers, string text, int? code)
    {
        using var server = ScriptedServer.Respond(status, headers, Encoding.ASCII.GetBytes(text));
        using ClickHouseClient client = Client(server);
        Assert.That(
            async () => await client.InsertBinaryAsync("t", ["a"], new byte[4]),
            code is null ? Throws.Nothing : Throws.TypeOf<ClickHouseServerException>().With.Property("Code").EqualTo(code));
    }

    /// <summary>A redirected POST becomes a GET: whatever a page elsewhere answers with, the rows are in no table.</summary>
    [TestCase(301)]
    [TestCase(302)]
    [TestCase(303)]
    [TestCase(307)]
    [TestCase(308)]
    public void Insert_Redirected_IsARefusal(int status)
    {
        using var elsewhere = ScriptedServer.Respond(200, "", "<html>welcome</html>"u8.ToArray());
        using var server = ScriptedServer.Respond(status, $"Location: {elsewhere.Address}\r\n", []);
        using ClickHouseClient client = Client(server);
        Assert.That(
            async () => await client.InsertBinaryAsync("t", ["a"], new byte[4]),
            Throws.TypeOf<ClickHouseServerException>().With.Property("HttpStatus").EqualTo(status).And.Property("IsTransient").False);
    }

    /// <summary>Whether it helps to come again with the same rows: what lies in the rows, or in the statement, stays.</summary>
    [TestCase(252, "Too many parts (300). Merges are processing significantly slower than inserts", true, false)]
    [TestCase(252, "Too many partitions for single INSERT block (more than 100)", true, true)]
    [TestCase(241, "Memory limit exceeded", true, false)]
    [TestCase(242, "Table is in readonly mode", true, false)]
    [TestCase(243, "Cannot reserve 1.00 MiB", true, false)]
    [TestCase(319, "Unknown status of insert", true, false)]
    [TestCase(209, "Timeout exceeded while writing to socket", true, false)]
    [TestCase(999, "Coordination error", true, false)]
    [TestCase(27, "Cannot parse input", false, true)]
    [TestCase(33, "Cannot read all data", false, true)]
    [TestCase(469, "Constraint is violated", false, true)]
    [TestCase(60, "Table does not exist", false, false)]
    [TestCase(516, "Authentication failed", false, false)]
    [TestCase(62, "Syntax error", false, false)]
    public async Task Refusal_WithACode_IsTransientOrLiesInTheRows(int code, string message, bool transient, bool inRows)
    {
        using var server = ScriptedServer.Respond(
            500, $"X-ClickHouse-Exception-Code: {code}\r\n", Encoding.ASCII.GetBytes($"Code: {code}. DB::Exception: {message}"));
        using ClickHouseClient client = Client(server);
        var error = (await Assert.ThrowsAsync<ClickHouseServerException>(async () => await client.InsertBinaryAsync("t", ["a"], new byte[4])))!;
        Assert.That((error.Code, error.IsTransient, ClickHouseErrorCodes.LiesInData(error.Code, error.Message)), Is.EqualTo((code, transient, inRows)));
    }

    // The head of an answer with one column "a".
    private static byte[] Head(string type)
    {
        byte[] name = Encoding.UTF8.GetBytes(type);
        List<byte> length = [];
        for (int left = name.Length; left > 0 || length.Count == 0; left >>= 7)
        {
            length.Add((byte)((left & 0x7F) | (left > 0x7F ? 0x80 : 0)));
        }

        return [1, 1, (byte)'a', .. length, .. name];
    }

    private static async Task<object?> ScalarAsync(int status, byte[] body, string headers = "")
    {
        using var server = ScriptedServer.Respond(status, headers, body);
        return await ScalarAsync(server);
    }

    private static async Task<object?> ScalarAsync(ScriptedServer server, TimeSpan? timeout = null)
    {
        using ClickHouseClient client = Client(server);
        return await client.ExecuteScalarAsync("SELECT a", options: new QueryOptions { Timeout = timeout });
    }

    private static ClickHouseClient Client(ScriptedServer server, Func<ClickHouseClientSettings, ClickHouseClientSettings>? change = null)
    {
        var settings = new ClickHouseClientSettings { Endpoint = server.Address };
        return ClickHouseClient.Create(change is null ? settings : change(settings), TimeProvider.System);
    }
}
