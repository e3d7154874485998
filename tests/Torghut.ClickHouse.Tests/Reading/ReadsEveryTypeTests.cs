namespace Torghut.ClickHouse.Tests.Reading;

/// <summary>Values that the engine makes from literals, so that reader and writer cannot be wrong together.</summary>
public sealed class ReadsEveryTypeTests
{
    private static readonly object?[][] Literals =
    [
        ["toInt8(-128)", (sbyte)-128],
        ["toInt16(-32768)", short.MinValue],
        ["toInt32(-2147483648)", int.MinValue],
        ["toInt64(-9223372036854775808)", long.MinValue],
        ["toUInt8(255)", (byte)255],
        ["toUInt16(65535)", ushort.MaxValue],
        ["toUInt32(4294967295)", uint.MaxValue],
        ["toUInt64(18446744073709551615)", ulong.MaxValue],
        ["toFloat32(1.5)", 1.5f],
        ["toFloat64(-0.1)", -0.1],
        ["nan", double.NaN],
        ["true", true],
        ["'päper'", "päper"],
        ["''", ""],
        ["toFixedString('ab', 3)", "ab\0"],
        ["toLowCardinality('AAPL')", "AAPL"],
        ["toUUID('61f0c404-5cb3-11e7-907b-a6006ad3dba0')", Guid.Parse("61f0c404-5cb3-11e7-907b-a6006ad3dba0")],
        ["toDate('2013-10-07')", new DateOnly(2013, 10, 7)],
        ["toDate32('1925-01-02')", new DateOnly(1925, 1, 2)],
        ["toDateTime('2013-10-07 13:30:00', 'America/New_York')", new DateTimeOffset(2013, 10, 7, 17, 30, 0, TimeSpan.Zero)],
        ["toDateTime64('2013-10-07 13:30:00.123', 3, 'UTC')", new DateTimeOffset(2013, 10, 7, 13, 30, 0, 123, TimeSpan.Zero)],
        ["toDateTime64('1969-12-31 23:59:59.5', 1, 'UTC')", new DateTimeOffset(1969, 12, 31, 23, 59, 59, 500, TimeSpan.Zero)],
        ["toDecimal32('-1.5', 4)", -1.5m],
        ["toDecimal64('123456789012.345678', 6)", 123456789012.345678m],
        ["toDecimal128('-12345678901234567890.12345678', 8)", -12345678901234567890.12345678m],
        ["CAST('b', 'Enum8(\\'a\\' = -1, \\'b\\' = 2)')", "b"],
        ["CAST('it\\'s', 'Enum16(\\'it\\\\\\'s\\' = 300)')", "it's"],
        ["[1, 2, 3]::Array(UInt16)", new object[] { (ushort)1, (ushort)2, (ushort)3 }],
        ["[NULL, 'x']::Array(Nullable(String))", new object?[] { null, "x" }],
        ["[[1], []]::Array(Array(UInt8))", new object[] { new object[] { (byte)1 }, Array.Empty<object>() }],
        ["CAST(NULL, 'Nullable(Float64)')", null],
        ["CAST(2.5, 'Nullable(Float64)')", 2.5],
        ["CAST('q', 'LowCardinality(Nullable(String))')", "q"],
        ["NULL", null],
    ];

    [TestCaseSource(nameof(Literals))]
    public async Task ExecuteScalarAsync_LiteralOfEveryType_IsRead(string sql, object? expected) =>
        Assert.That(await TestServer.Client.ExecuteScalarAsync("SELECT " + sql), Is.EqualTo(expected));

    [Test]
    public async Task ReadAsync_TypedGetters_AgreeWithTheBoxedValue()
    {
        await using ClickHouseDataReader reader = await TestServer.Client.ExecuteReaderAsync(
            """
            SELECT 'AAPL' AS symbol, toInt16(-7) AS small, toUInt64(18446744073709551615) AS big, toFloat32(0.5) AS half, CAST(NULL, 'Nullable(Float64)') AS nothing,
                   toDateTime64('2024-01-02 03:04:05.678901234', 9, 'UTC') AS fine, toDecimal64('1.25', 8) AS price, true AS flag, toDate('2024-01-02') AS day,
                   CAST('buy', 'Enum8(\'buy\' = 1)') AS side, toUUID('61f0c404-5cb3-11e7-907b-a6006ad3dba0') AS id
            """);
        Assert.That(await reader.ReadAsync());
        Assert.Multiple(() =>
        {
            Assert.That(reader.GetString(reader.GetOrdinal("symbol")), Is.EqualTo("AAPL"));
            Assert.That(reader.GetInt32(1), Is.EqualTo(-7));
            Assert.That(reader.GetUInt64(2), Is.EqualTo(ulong.MaxValue));
            Assert.That(() => reader.GetInt64(2), Throws.TypeOf<OverflowException>());
            Assert.That(reader.GetDouble(3), Is.EqualTo(0.5));
            Assert.That(reader.GetNullableDouble(4), Is.Null);
            Assert.That(() => reader.GetDouble(4), Throws.InvalidOperationException);
            Assert.That(reader.GetUnixNanoseconds(5), Is.EqualTo(1_704_164_645_678_901_234));
            Assert.That(reader.GetDecimal(6), Is.EqualTo(1.25m));
            Assert.That(reader.GetBoolean(7), Is.True);
            Assert.That(reader.GetDate(8), Is.EqualTo(new DateOnly(2024, 1, 2)));
            Assert.That(reader.GetString(9), Is.EqualTo("buy"));
            Assert.That(reader.GetInt64(9), Is.EqualTo(1));
            Assert.That(reader.GetGuid(10), Is.EqualTo(Guid.Parse("61f0c404-5cb3-11e7-907b-a6006ad3dba0")));
            Assert.That(() => reader.GetString(1), Throws.TypeOf<InvalidCastException>().With.Message.Contains("Int16"));
            Assert.That(() => reader.GetOrdinal("price2"), Throws.ArgumentException);
        });
        Assert.That(await reader.ReadAsync(), Is.False);
        Assert.That(() => reader.GetValue(0), Throws.InvalidOperationException);
    }

    [Test]
    public async Task ReadAsync_MoreRowsThanTheBufferHolds_AllArriveInOrder()
    {
        await using ClickHouseDataReader reader = await TestServer.Client.ExecuteReaderAsync("SELECT number, repeat('x', number % 50) FROM numbers(100000)");
        ulong expected = 0;
        while (await reader.ReadAsync())
        {
            if (reader.GetUInt64(0) != expected || reader.GetUtf8(1).Length != (int)(expected % 50)) Assert.Fail($"row {expected} is wrong");
            expected++;
        }
        Assert.That(expected, Is.EqualTo(100000));
    }

    [Test]
    public async Task ReadAsync_NoRows_StillKnowsTheColumns()
    {
        await using ClickHouseDataReader reader = await TestServer.Client.ExecuteReaderAsync("SELECT 1 AS a, 'x' AS b WHERE 0");
        Assert.That(reader.Columns.Select(c => c.Name), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(await reader.ReadAsync(), Is.False);
    }

    [Test]
    public void ExecuteReaderAsync_TypeThatIsNotRead_NamesIt() =>
        Assert.That(
            async () => await TestServer.Client.ExecuteReaderAsync("SELECT map('a', 1)"),
            Throws.TypeOf<ClickHouseProtocolException>().With.Message.Contains("Map(String, UInt8)"));

    [Test]
    public void ReadAsync_RowLongerThanAllowed_IsRefused()
    {
        using ClickHouseClient small = ClickHouseClient.Create(TestServer.Settings with { MaxRowBytes = 64 * 1024 }, TimeProvider.System);
        Assert.That(async () => await small.ExecuteScalarAsync("SELECT repeat('x', 100000)"), Throws.TypeOf<ClickHouseProtocolException>());
    }
}
