using System.Buffers;
using System.Text;

namespace Torghut.ClickHouse.Tests.Client;

public sealed class InsertTests
{
    [Test]
    public async Task InsertBinaryAsync_SameTokenTwice_CountsOnce()
    {
        string table = await CreateAsync();
        var options = new QueryOptions { DeduplicationToken = "batch-1" };
        QuerySummary first = await TestServer.Client.InsertBinaryAsync(table, ["a"], Rows(1, 2, 3), options);
        await TestServer.Client.InsertBinaryAsync(table, ["a"], Rows(1, 2, 3), options);
        Assert.Multiple(async () =>
        {
            Assert.That(first.WrittenRows, Is.EqualTo(3));
            Assert.That(await CountAsync(table), Is.EqualTo(3UL));
        });
    }

    [Test]
    public async Task InsertBinaryAsync_OtherTokenSameRows_CountsTwice()
    {
        string table = await CreateAsync();
        await TestServer.Client.InsertBinaryAsync(table, ["a"], Rows(1), new QueryOptions { DeduplicationToken = "batch-1" });
        await TestServer.Client.InsertBinaryAsync(table, ["a"], Rows(1), new QueryOptions { DeduplicationToken = "batch-2" });
        Assert.That(await CountAsync(table), Is.EqualTo(2UL));
    }

    [Test]
    public async Task InsertBinaryAsync_AnswerLostThenRepeatedWithItsToken_CountsOnce()
    {
        string table = await CreateAsync();
        var options = new QueryOptions { DeduplicationToken = "lost" };
        await using (await Faults.SetAsync(new { loseAnswers = 1, onlyKeyword = "INSERT" }))
        {
            Assert.That(
                async () => await TestServer.Client.InsertBinaryAsync(table, ["a"], Rows(1, 2), options),
                Throws.TypeOf<ClickHouseConnectionException>().With.Property("IsTransient").True);
            await TestServer.Client.InsertBinaryAsync(table, ["a"], Rows(1, 2), options);
        }
        Assert.That(await CountAsync(table), Is.EqualTo(2UL));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task InsertRawStreamAsync_JsonLines_AreStored(bool compression)
    {
        string table = await CreateAsync();
        using ClickHouseClient client = ClickHouseClient.Create(TestServer.Settings with { Compression = compression }, TimeProvider.System);
        using var data = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{{\"a\":{i}}}\n"))));
        await client.InsertRawStreamAsync(table, [], data, "JSONEachRow");
        Assert.That(await CountAsync(table), Is.EqualTo(50_000UL));
    }

    [Test]
    public async Task InsertBinaryAsync_RowsThatEndTooEarly_AreRefusedAndNothingIsStored()
    {
        string table = await CreateAsync();
        Assert.That(
            async () => await TestServer.Client.InsertBinaryAsync(table, ["a"], Rows(1, 2)[..^3]),
            Throws.TypeOf<ClickHouseServerException>().With.Property("IsTransient").False);
        Assert.That(await CountAsync(table), Is.Zero);
    }

    [Test]
    public async Task InsertRawStreamAsync_SourceFails_NothingIsStored()
    {
        string table = await CreateAsync();
        await using var data = new FailingStream(Encoding.UTF8.GetBytes("{\"a\":1}\n"));
        Assert.That(async () => await TestServer.Client.InsertRawStreamAsync(table, [], data, "JSONEachRow"), Throws.Exception);
        Assert.That(await CountAsync(table), Is.Zero);
    }

    [Test]
    public async Task InsertBinaryAsync_NamesWithQuotes_AreQuoted()
    {
        string table = TestServer.NewTable() + "`; DROP";
        await TestServer.Client.ExecuteNonQueryAsync($"CREATE TABLE {ClickHouseIdentifier.Quote(table)} (`a``b` UInt32) ENGINE = Memory");
        await TestServer.Client.InsertBinaryAsync("torghut." + table, ["a`b"], Rows(7));
        Assert.That(await TestServer.Client.ExecuteScalarAsync($"SELECT `a``b` FROM {ClickHouseIdentifier.QuoteTable("torghut." + table)}"), Is.EqualTo(7u));
    }

    [Test]
    public void InsertRawStreamAsync_FormatThatIsNoName_IsRefusedHere() =>
        Assert.That(async () => await TestServer.Client.InsertRawStreamAsync("t", [], Stream.Null, "CSV SETTINGS x=1"), Throws.ArgumentException);

    [Test]
    public void InsertBinaryAsync_WithoutColumns_IsRefusedHere() =>
        Assert.That(async () => await TestServer.Client.InsertBinaryAsync("t", [], Rows(1)), Throws.ArgumentException);

    private static async Task<string> CreateAsync()
    {
        string table = TestServer.NewTable();
        await TestServer.Client.ExecuteNonQueryAsync($"CREATE TABLE {table} (a UInt32) ENGINE = MergeTree ORDER BY a SETTINGS non_replicated_deduplication_window = 100");
        return table;
    }

    private static Task<object?> CountAsync(string table) => TestServer.Client.ExecuteScalarAsync($"SELECT count() FROM {table}");

    private static ReadOnlyMemory<byte> Rows(params uint[] values)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new ClickHouseRowBinaryWriter(output);
        foreach (uint value in values) writer.WriteUInt32(value);
        return output.WrittenMemory;
    }

    private sealed class FailingStream(byte[] first) : MemoryStream(first)
    {
        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            await base.CopyToAsync(destination, bufferSize, cancellationToken);
            await destination.FlushAsync(cancellationToken);
            throw new InvalidOperationException("the source failed");
        }
    }
}
