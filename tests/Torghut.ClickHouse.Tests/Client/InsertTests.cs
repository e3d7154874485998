namespace Torghut.ClickHouse.Tests.Client;

public sealed class InsertTests
{
    [Test]
    public async Task InsertBinaryAsync_SameTokenTwice_CountsOnce()
    {
        string table = await CreateAsync();
        var options = new QueryOptions { DeduplicationToken = "batch-1" };
        await TestServer.Client.InsertBinaryAsync(table, ["a"], Rows(1, 2, 3), options);
        await TestServer.Client.InsertBinaryAsync(table, ["a"], Rows(1, 2, 3), options);
        Assert.That(await CountAsync(table), Is.EqualTo(3UL));
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
        await using (await Faults.SetAsync(new { loseResponses = 1, onlyKeyword = "INSERT" }))
        {
            Assert.That(
                async () => await TestServer.Client.InsertBinaryAsync(table, ["a"], Rows(1, 2), options),
                Throws.TypeOf<ClickHouseConnectionException>().With.Property("IsTransient").True.And.Property("Table").EqualTo(table));
            await TestServer.Client.InsertBinaryAsync(table, ["a"], Rows(1, 2), options);
        }

        Assert.That(await CountAsync(table), Is.EqualTo(2UL));
    }

    [TestCase(ClickHouseCompression.None)]
    [TestCase(ClickHouseCompression.Lz4)]
    [TestCase(ClickHouseCompression.GZip)]
    [TestCase(ClickHouseCompression.Zstd)]
    [TestCase(ClickHouseCompression.Brotli)]
    public async Task InsertBinaryAsync_EveryCompression_IsStored(ClickHouseCompression compression)
    {
        string table = await CreateAsync();
        using ClickHouseClient client = ClickHouseClient.Create(TestServer.Settings with { Compression = compression }, TimeProvider.System);
        await client.InsertBinaryAsync(table, ["a"], Rows([.. Enumerable.Range(0, 50_000).Select(i => (uint)i)]));
        Assert.That(await client.QueryAsync($"SELECT a FROM {table} ORDER BY a", reader => reader.GetUInt32(0)), Is.EqualTo(Enumerable.Range(0, 50_000)));
    }

    [Test]
    public async Task InsertBinaryAsync_RowsThatEndTooEarly_AreRefusedWithTableAndRowAndNothingIsStored()
    {
        string table = await CreateAsync();
        Assert.That(
            async () => await TestServer.Client.InsertBinaryAsync(table, ["a"], Rows(1, 2)[..^3]),
            Throws.TypeOf<ClickHouseServerException>()
                .With.Property("IsTransient").False.And.Property("Table").EqualTo(table).And.Property("Row").EqualTo(2).And.Property("Query")
                .Contains("FORMAT RowBinary"));
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
    public void InsertBinaryAsync_WithoutColumns_IsRefusedHere() =>
        Assert.That(async () => await TestServer.Client.InsertBinaryAsync("t", [], Rows(1)), Throws.ArgumentException);

    private static async Task<string> CreateAsync()
    {
        string table = TestServer.NewTable();
        await TestServer.Client.ExecuteNonQueryAsync(
            $"CREATE TABLE {table} (a UInt32) ENGINE = MergeTree ORDER BY a SETTINGS non_replicated_deduplication_window = 100");
        return table;
    }

    private static Task<object?> CountAsync(string table) => TestServer.Client.ExecuteScalarAsync($"SELECT count() FROM {table}");

    // RowBinary of UInt32: four bytes, little-endian.
    private static ReadOnlyMemory<byte> Rows(params uint[] values) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
