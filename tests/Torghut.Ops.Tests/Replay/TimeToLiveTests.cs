using System.Globalization;
using Torghut.Ops.Replay;

namespace Torghut.Ops.Tests.Replay;

public sealed class TimeToLiveTests
{
    private static readonly DateTimeOffset Row = new(2026, 1, 31, 15, 30, 0, TimeSpan.Zero);

    [TestCase("TTL toDateTime(event_ts) + toIntervalDay(14)", "2026-02-14T15:30:00Z")]
    [TestCase("TTL event_ts + toIntervalSecond(30)", "2026-01-31T15:30:30Z")]
    [TestCase("TTL event_ts + toIntervalMinute(30)", "2026-01-31T16:00:00Z")]
    [TestCase("TTL event_ts + toIntervalHour(36)", "2026-02-02T03:30:00Z")]
    [TestCase("TTL event_ts + toIntervalWeek(2)", "2026-02-14T15:30:00Z")]
    [TestCase("TTL event_ts + toIntervalMonth(1)", "2026-02-28T15:30:00Z")]
    [TestCase("TTL event_ts + toIntervalQuarter(1)", "2026-04-30T15:30:00Z")]
    [TestCase("TTL event_ts + toIntervalYear(1)", "2027-01-31T15:30:00Z")]
    [TestCase("TTL event_ts + INTERVAL 2 DAY", "2026-02-02T15:30:00Z")]
    [TestCase("ttl `event_ts` + interval 2 hour", "2026-01-31T17:30:00Z")]
    [TestCase("TTL event_ts + toIntervalDay(1) + toIntervalHour(2)", "2026-02-01T17:30:00Z")]
    [TestCase("TTL toDateTime(event_ts, 'UTC') + toIntervalDay(1)", "2026-02-01T15:30:00Z")]
    [TestCase("TTL toDateTime64(event_ts, 3, 'UTC') + toIntervalDay(1)", "2026-02-01T15:30:00Z")]
    [TestCase("TTL toDate(event_ts, 'Etc/UTC') + toIntervalDay(1)", "2026-02-01T00:00:00Z")]
    [TestCase("TTL (event_ts + toIntervalDay(1))", "2026-02-01T15:30:00Z")]
    [TestCase("TTL toDateTime(event_ts + toIntervalDay(1))", "2026-02-01T15:30:00Z")]
    [TestCase("TTL toDate(event_ts) + toIntervalDay(1)", "2026-02-01T00:00:00Z")]
    [TestCase("TTL toStartOfDay(event_ts) + toIntervalWeek(1)", "2026-02-07T00:00:00Z")]
    [TestCase("TTL addHours(event_ts, 5)", "2026-01-31T20:30:00Z")]
    [TestCase("TTL event_ts", "2026-01-31T15:30:00Z")]
    [TestCase("TTL event_ts + toIntervalDay(14) DELETE, event_ts + toIntervalDay(2)", "2026-02-02T15:30:00Z")]
    [TestCase("TTL event_ts + toIntervalDay(1) TO VOLUME 'cold', event_ts + toIntervalDay(3)", "2026-02-03T15:30:00Z")]
    [TestCase("TTL event_ts + toIntervalDay(1) RECOMPRESS CODEC(ZSTD(17)), event_ts + toIntervalDay(3)", "2026-02-03T15:30:00Z")]
    [TestCase("TTL event_ts + toIntervalDay(3) DELETE WHERE symbol = 'A, TTL TO DISK'", "2026-02-03T15:30:00Z")]
    [TestCase("TTL event_ts + toIntervalDay(3) SETTINGS index_granularity = 8192", "2026-02-03T15:30:00Z")]
    [TestCase("TTL event_ts + toIntervalDay(3) SETTINGS index_granularity = 8192 COMMENT 'TTL event_ts'", "2026-02-03T15:30:00Z")]
    [TestCase("TTL event_ts + toIntervalYear(999999999)", "9999-12-31T23:59:59Z")]
    [TestCase("TTL event_ts + toIntervalDay(1) TO DISK 'cold'", null)]
    [TestCase("SETTINGS ttl_only_drop_parts = 1", null)]
    [TestCase("COMMENT 'no TTL event_ts + toIntervalDay(3)'", null)]
    [TestCase("", null)]
    public void ExpiryOf_ClausesOfClickHouse_AreRead(string clause, string? expiry)
    {
        var read = Of(clause);
        Assert.That(read.Unreadable, Is.Null);
        Assert.That(read.ExpiryOf(Row)?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), Is.EqualTo(expiry));
    }

    [TestCase("TTL ingest_ts + toIntervalDay(3)")]
    [TestCase("TTL event_ts + toIntervalDay(seq)")]
    [TestCase("TTL event_ts - toIntervalDay(3)")]
    [TestCase("TTL event_ts + toIntervalDay(3) * 2")]
    [TestCase("TTL event_ts + 86400")]
    [TestCase("TTL toDateTime(event_ts, 'America/New_York') + toIntervalDay(3)")]
    [TestCase("TTL toDate(event_ts, 'Asia/Tokyo') + toIntervalDay(3)")]
    [TestCase("TTL toStartOfDay(event_ts, 'America/New_York') + toIntervalDay(3)")]
    [TestCase("TTL event_ts + toIntervalFortnight(3)")]
    [TestCase("TTL event_ts + toIntervalDay(12345678901)")]
    [TestCase("TTL if(symbol = 'A', event_ts, event_ts + toIntervalDay(3))")]
    [TestCase("TTL event_ts + toIntervalDay(30), parseDateTime(symbol) + toIntervalDay(1)")]
    [TestCase("TTL event_ts + toIntervalDay(30) GROUP BY symbol, seq SET c = max(c)")]
    public void Of_ClauseThatIsNotUnderstood_SaysSo(string clause) => Assert.That(Of(clause).Unreadable, Is.Not.Null.And.Not.Empty);

    [Test]
    public void Of_ColumnWithATtl_SaysSo() => Assert.That(
        TimeToLive.Of("CREATE TABLE t (`event_ts` DateTime64(3), `c` Float64 TTL event_ts + toIntervalDay(1)) ENGINE = MergeTree ORDER BY event_ts").Unreadable,
        Does.StartWith("a column"));

    private static TimeToLive Of(string clause) => TimeToLive.Of(
        "CREATE TABLE torghut.ta_signals (`symbol` LowCardinality(String) COMMENT 'TTL of it', `event_ts` DateTime64(3, 'UTC'), `TTL` UInt8) "
        + $"ENGINE = ReplacingMergeTree(ingest_ts) PARTITION BY toDate(event_ts) ORDER BY (symbol, event_ts, seq) {clause}");
}
