using ClickHouse.Driver;
using ClickHouse.Driver.ADO;
using ClickHouse.Driver.ADO.Parameters;
using ClickHouse.Driver.ADO.Readers;
using ClickHouse.Driver.Compression;
using ClickHouse.Driver.Utility;

namespace Torghut.Sandbox.ClickHouse.Tests;

/// <summary>The official .NET driver cannot tell the sandbox from ClickHouse.</summary>
public sealed class OfficialDriverTests
{
    private const int Rows = 5_000;

    private static readonly IClickHouseCompressor[] Compressors =
        [GZipCompressor.Default, BrotliCompressor.Default, Lz4Compressor.Default, ZstdCompressor.Default];

    [TestCaseSource(nameof(Compressors))]
    public async Task InsertBinaryAsync_EveryCompressor_RowsComeBack(IClickHouseCompressor compressor)
    {
        using var client = new ClickHouseClient(Settings());
        string table = await CreateAsync(client);
        var rows = Enumerable.Range(0, Rows).Select(i => new object[] { (ulong)i, $"S{i % 7}", i / 4.0 });
        var options = new InsertOptions { Compressor = compressor, BatchSize = 1_000 };
        Assert.That(await client.InsertBinaryAsync(table, ["id", "symbol", "price"], rows, options), Is.EqualTo(Rows));
        Assert.That(await client.ExecuteScalarAsync($"SELECT concat(toString(count()), ' ', toString(sum(price))) FROM {table}"), Is.EqualTo("5000 3124375"));
    }

    [TestCase(InsertQueryPlacement.Body)]
    [TestCase(InsertQueryPlacement.Url)]
    public async Task InsertBinaryAsync_RegisteredType_RowsComeBackAsIt(InsertQueryPlacement placement)
    {
        using var client = new ClickHouseClient(Settings());
        client.RegisterBinaryInsertType<Trade>();
        client.RegisterPocoType<Trade>();
        string table = await CreateAsync(client);
        var options = new InsertOptions { Compressor = Lz4Compressor.Default, QueryPlacement = placement };
        await client.InsertBinaryAsync(table, [new Trade { Id = 7, Symbol = "AIG", Price = 1.5 }], options);
        var read = new List<Trade>();
        await foreach (Trade trade in client.QueryAsync<Trade>($"SELECT id, symbol, price FROM {table}"))
        {
            read.Add(trade);
        }

        Assert.That(read.Select(t => (t.Id, t.Symbol, t.Price)), Is.EqualTo(new[] { (7UL, "AIG", 1.5) }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task InsertRawStreamAsync_CsvLines_AreStored(bool compression)
    {
        using var client = new ClickHouseClient(Settings());
        string table = await CreateAsync(client);
        using var data = new MemoryStream("1,AIG,1.5\n2,BAC,2.5\n"u8.ToArray());
        using HttpResponseMessage response = await client.InsertRawStreamAsync(table, data, "CSV", ["id", "symbol", "price"], compression);
        Assert.That(response.Headers.GetValues("X-ClickHouse-Summary").Single(), Does.Contain("\"written_rows\":\"2\""));
    }

    [TestCase("zstd")]
    [TestCase("lz4")]
    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    public async Task ExecuteReaderAsync_EveryCodingOfTheAnswer_IsRead(string encoding)
    {
        using var client = new ClickHouseClient(Settings());
        ClickHouseDataReader reader =
            await client.ExecuteReaderAsync("SELECT number FROM numbers(100000)", options: new QueryOptions { AcceptEncoding = encoding });
        using (reader)
        {
            ulong sum = 0;
            while (reader.Read())
            {
                sum += reader.GetUInt64(0);
            }

            Assert.That(sum, Is.EqualTo(4999950000UL));
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Parameters_InAddressOrForm_ComeBackAsTheyAre(bool form)
    {
        using var client = new ClickHouseClient(Settings(form: form));
        var parameters = new ClickHouseParameterCollection();
        parameters.AddParameter("text", "it's \"so\"\n\t\\N {x:y} é漢🚀");
        parameters.AddParameter("list", new[] { "a'b", "c\\d" });
        parameters.AddParameter("at", new DateTimeOffset(2024, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));
        object response = await client.ExecuteScalarAsync(
            "SELECT concat({text:String}, '|', arrayStringConcat({list:Array(String)}, ','), '|', toString({at:DateTime64(3, 'UTC')}))", parameters);
        Assert.That(response, Is.EqualTo("it's \"so\"\n\t\\N {x:y} é漢🚀|a'b,c\\d|2024-01-02 03:04:05.678"));
    }

    [Test]
    public async Task Session_TemporaryTableSettingAndDatabase_OutliveTheRequest()
    {
        using var client = new ClickHouseClient(Settings(session: "s-" + Guid.NewGuid()));
        await client.ExecuteNonQueryAsync("CREATE TEMPORARY TABLE mine (a UInt8)");
        await client.ExecuteNonQueryAsync("INSERT INTO mine SELECT 1");
        await client.ExecuteNonQueryAsync("SET max_block_size = 4321");
        await client.ExecuteNonQueryAsync("SET max_execution_time = 44");
        const string sql = "SELECT concat(toString(a), ' ', toString(getSetting('max_block_size')), ' ', toString(getSetting('max_execution_time'))) FROM mine";
        Assert.That(await client.ExecuteScalarAsync(sql), Is.EqualTo("1 4321 44"));
        var once = new QueryOptions { CustomSettings = new Dictionary<string, object> { ["max_block_size"] = 77 } };
        Assert.That(await client.ExecuteScalarAsync(sql, options: once), Is.EqualTo("1 77 44"), "a request's setting comes before the session's");
        Assert.That(await client.ExecuteScalarAsync(sql), Is.EqualTo("1 4321 44"), "and ends with the request");
    }

    [Test]
    public async Task Session_Another_SeesNothingOfIt()
    {
        using var one = new ClickHouseClient(Settings(session: "s-" + Guid.NewGuid()));
        using var other = new ClickHouseClient(Settings(session: "s-" + Guid.NewGuid()));
        await one.ExecuteNonQueryAsync("CREATE TEMPORARY TABLE mine (a UInt8)");
        await one.ExecuteNonQueryAsync("SET max_block_size = 4321");
        Assert.That(await CodeAsync(() => other.ExecuteScalarAsync("SELECT a FROM mine")), Is.EqualTo(60));
        Assert.That(await other.ExecuteScalarAsync("SELECT getSetting('max_block_size') = 4321"), Is.EqualTo((byte)0));
    }

    [Test]
    public async Task Session_TwoQueriesAtOnce_TheSecondIsLockedOut()
    {
        using var client = new ClickHouseClient(Settings(session: "s-" + Guid.NewGuid()));
        await WhileRunningAsync(client, Guid.NewGuid().ToString(),
            async () => Assert.That(await CodeAsync(() => client.ExecuteScalarAsync("SELECT 1")), Is.EqualTo(373)));
        Assert.That(await client.ExecuteScalarAsync("SELECT 1"), Is.EqualTo((byte)1), "and in again when the first is over");
    }

    [Test]
    public async Task QueryId_RunningTwice_TheSecondIsRefused()
    {
        using var client = new ClickHouseClient(Settings());
        string id = Guid.NewGuid().ToString();
        var same = new QueryOptions { QueryId = id };
        await WhileRunningAsync(client, id,
            async () => Assert.That(await CodeAsync(() => client.ExecuteScalarAsync("SELECT 1", options: same)), Is.EqualTo(216)));
        Assert.That(await client.ExecuteScalarAsync("SELECT 1", options: same), Is.EqualTo((byte)1), "an id is free again when its query is over");
    }

    [Test]
    public async Task Roles_OfAUserWhoHasNone_AreRefused()
    {
        using var client = new ClickHouseClient(Settings());
        Assert.That(await CodeAsync(() => client.ExecuteScalarAsync("SELECT 1", options: new QueryOptions { Roles = ["reader", "writer"] })), Is.EqualTo(511));
    }

    [Test]
    public async Task MaxExecutionTime_Passed_IsTimeoutExceeded()
    {
        using var client = new ClickHouseClient(Settings());
        var options = new QueryOptions { MaxExecutionTime = TimeSpan.FromSeconds(0.2) };
        Assert.That(await CodeAsync(() => client.ExecuteScalarAsync("SELECT sum(sipHash64(number)) FROM numbers(100000000000)", options: options)),
            Is.EqualTo(159));
    }

    [Test]
    public async Task ExceptionInTheMiddleOfAnAnswer_IsThrownWithItsCode()
    {
        using var client = new ClickHouseClient(Settings());
        await using BrokenResponses _ = await BrokenResponses.SetAsync(1, 241);
        Assert.That(
            await CodeAsync(async () =>
            {
                using ClickHouseDataReader reader = await client.ExecuteReaderAsync("SELECT repeat('x', 1000) FROM numbers(2001)");
                while (reader.Read()) { }

                return null;
            }),
            Is.EqualTo(241));
    }

    [Test]
    public async Task Connection_AdoNet_OpensAndReads()
    {
        await using var connection = new ClickHouseConnection(Settings());
        await connection.OpenAsync();
        await using ClickHouseCommand command = connection.CreateCommand("SELECT {x:UInt8} + 1");
        command.AddParameter("x", (byte)41);
        Assert.That(await command.ExecuteScalarAsync(), Is.EqualTo((ushort)42));
    }

    [Test]
    public async Task PingAsync_Server_IsThere()
    {
        using var client = new ClickHouseClient(Settings());
        Assert.That(await client.PingAsync());
    }

    private static async Task WhileRunningAsync(ClickHouseClient client, string id, Func<Task> check)
    {
        using var stop = new CancellationTokenSource();
        Task<object> running = client.ExecuteScalarAsync(
            $"SELECT '{id}', sum(sipHash64(number)) FROM numbers(1000000000000)", options: new QueryOptions { QueryId = id }, cancellationToken: stop.Token);
        string count = $"SELECT count() FROM system.processes WHERE startsWith(query, 'SELECT \\'{id}\\'')";
        await Until.TrueAsync(async () => await TestServer.QueryAsync(count) == "1");
        await check();
        await stop.CancelAsync();
        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
        await Until.TrueAsync(async () => await TestServer.QueryAsync(count) == "0");
        await Until.TrueAsync(async () => await CodeAsync(() => client.ExecuteScalarAsync("SELECT 1", options: new QueryOptions { QueryId = id })) is null);
    }

    private static async Task<int?> CodeAsync(Func<Task<object?>> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (ClickHouseServerException error)
        {
            return error.ErrorCode;
        }
    }

    private static async Task<string> CreateAsync(ClickHouseClient client)
    {
        string table = "torghut.d" + Guid.NewGuid().ToString("N");
        await client.ExecuteNonQueryAsync(
            $"CREATE TABLE {table} (id UInt64, symbol LowCardinality(String), price Nullable(Float64)) ENGINE = MergeTree ORDER BY id");
        return table;
    }

    private static ClickHouseClientSettings Settings(bool form = false, string? session = null) => new()
    {
        Host = TestServer.Address.Host,
        Port = (ushort)TestServer.Address.Port,
        Username = TestServer.User,
        Password = TestServer.Password,
        Database = "torghut",
        UseFormDataParameters = form,
        UseSession = session is not null,
        SessionId = session,
    };

    private sealed class Trade
    {
        [ClickHouseColumn(Name = "id")]
        public ulong Id { get; set; }

        [ClickHouseColumn(Name = "symbol")]
        public string Symbol { get; set; } = "";

        [ClickHouseColumn(Name = "price")]
        public double? Price { get; set; }
    }
}
