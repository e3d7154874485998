namespace Torghut.ClickHouse.Tests.Client;

/// <summary>Values that the engine makes from literals.</summary>
public sealed class ReadTests
{
    private static readonly object?[][] Literals =
    [
        ["toInt8(-128)", (sbyte)-128],
        ["toInt64(-9223372036854775808)", long.MinValue],
        ["toUInt8(255)", (byte)255],
        ["toUInt32(4294967295)", uint.MaxValue],
        ["toUInt64(18446744073709551615)", ulong.MaxValue],
        ["toFloat32(1.5)", 1.5f],
        ["toFloat64(-0.1)", -0.1],
        ["nan", double.NaN],
        ["true", true],
        ["'päper'", "päper"],
        ["''", ""],
        ["toLowCardinality('AAPL')", "AAPL"],
        ["toUUID('61f0c404-5cb3-11e7-907b-a6006ad3dba0')", Guid.Parse("61f0c404-5cb3-11e7-907b-a6006ad3dba0")],
        ["toDecimal64('123456789012.345678', 6)", 123456789012.345678m],
        ["CAST('b', 'Enum8(\\'a\\' = -1, \\'b\\' = 2)')", "b"],
        ["CAST(NULL, 'Nullable(Float64)')", null],
        ["CAST(2.5, 'Nullable(Float64)')", 2.5],
        ["CAST('q', 'LowCardinality(Nullable(String))')", "q"],
        ["NULL", null],
    ];

    private static readonly object[][] Instants =
    [
        ["toDateTime('2013-10-07 13:30:00', 'America/New_York')", new DateTimeOffset(2013, 10, 7, 17, 30, 0, TimeSpan.Zero)],
        ["toDateTime64('2013-10-07 13:30:00.123', 3, 'UTC')", new DateTimeOffset(2013, 10, 7, 13, 30, 0, 123, TimeSpan.Zero)],
        ["toDateTime64('1969-12-31 23:59:59.5', 1, 'UTC')", new DateTimeOffset(1969, 12, 31, 23, 59, 59, 500, TimeSpan.Zero)],
        ["CAST(toDateTime64('2013-10-07 13:30:00.123', 3, 'UTC'), 'Nullable(DateTime64(3, \\'UTC\\'))')",
            new DateTimeOffset(2013, 10, 7, 13, 30, 0, 123, TimeSpan.Zero)],
    ];

    [TestCaseSource(nameof(Literals))]
    public async Task ExecuteScalarAsync_LiteralOfEveryType_IsRead(string sql, object? expected) =>
        Assert.That(await TestServer.Client.ExecuteScalarAsync("SELECT " + sql), Is.EqualTo(expected));

    [TestCaseSource(nameof(Instants))]
    public async Task QueryAsync_InstantOfEveryType_IsRead(string sql, DateTimeOffset expected) =>
        Assert.That(await TestServer.Client.QueryAsync("SELECT " + sql, reader => reader.GetDateTimeOffset(0)), Is.EqualTo(new[] { expected }));

    [Test]
    public async Task ExecuteScalarAsync_NoRow_IsNull() => Assert.That(await TestServer.Client.ExecuteScalarAsync("SELECT 1 WHERE 0"), Is.Null);

    [Test]
    public async Task QueryAsync_ManyRows_AllArriveInOrder()
    {
        var rows = await TestServer.Client.QueryAsync("SELECT number, repeat('x', number % 50) FROM numbers(100000)",
            reader => (reader.GetUInt64(0), reader.GetString(1).Length));
        Assert.That(rows, Is.EqualTo(Enumerable.Range(0, 100_000).Select(i => ((ulong)i, i % 50))));
    }

    [TestCase("map('a', 1)", "Map(String, UInt8)")]
    [TestCase("[1, 2]", "Array(UInt8)")]
    [TestCase("toFixedString('ab', 3)", "FixedString(3)")]
    public void QueryAsync_TypeThatBringsItsOwnLength_IsNamed(string sql, string type) =>
        Assert.That(
            async () => await TestServer.Client.ExecuteScalarAsync("SELECT " + sql),
            Throws.TypeOf<ClickHouseProtocolException>().With.Message.Contains(type).And.Property("IsTransient").False);

    [Test]
    public void QueryAsync_ColumnOfAnotherTypeThanAskedFor_IsAProtocolErrorWithItsRow() =>
        Assert.That(
            async () => await TestServer.Client.QueryAsync("SELECT 'x'", reader => reader.GetInt64(0)),
            Throws.TypeOf<ClickHouseProtocolException>().With.Property("Row").EqualTo(1));

    [Test]
    public void QueryAsync_AnswerLongerThanAllowed_IsRefused()
    {
        using ClickHouseClient small = ClickHouseClient.Create(TestServer.Settings with { MaxResponseBytes = 64 * 1024 }, TimeProvider.System);
        Assert.That(async () => await small.ExecuteScalarAsync("SELECT repeat('x', 100000)"),
            Throws.TypeOf<ClickHouseProtocolException>().With.Message.Contains("65536"));
    }
}
