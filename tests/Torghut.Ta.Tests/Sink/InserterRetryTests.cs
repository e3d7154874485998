using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.ClickHouse;
using Torghut.Common.Drills;
using Torghut.Ta.Observability;
using Torghut.Ta.Sink;
using Torghut.Ta.Sink.Schema;
using Torghut.Ta.Status;
using Torghut.Ta.Tests.Support;
using Torghut.Testing;

namespace Torghut.Ta.Tests.Sink;

/// <summary>How a batch gets into a server that refuses, is away or is slow: with which token, how often, and what is said meanwhile.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class InserterRetryTests
{
    private const string Topic = "bars";
    private const int DaysOfAPart = RowPart.MaxDays;

    private readonly HeldClickHouse _server = new();
    private readonly ElapsingTime _time = new();
    private readonly TaState _state = new(new TaServiceOptions());
    private readonly TaSinkOptions _options = new() { Database = "db", MaxRetries = 2, InsertTimeout = TimeSpan.FromSeconds(7) };
    private readonly Inserter _inserter;
    private readonly SinkTable _table = SinkTable.Microbars(Topic, new ContractRegistry(), TimeProvider.System);

    public InserterRetryTests()
    {
        var metrics = new TaMetrics(Prometheus.Metrics.NewCustomRegistry());
        _inserter = new Inserter(
            _server,
            new TaSchemaInstaller(_server, new TaTableOptions { Database = "db" }),
            _options,
            new SinkHealth(_state, metrics, NullLogger<SinkHealth>.Instance),
            metrics,
            Failpoints.None,
            _time,
            NullLogger<Inserter>.Instance);
    }

    [Test]
    public async Task Insert_Batch_IsOneBlockUnderTheTokenOfItsOffsets()
    {
        _server.Answer = _ => null;
        await InsertAsync(Batch(days: 3, rowsADay: 2));
        var insert = _server.Inserts.Single();
        Assert.That((insert.Table, OffsetsOf(insert), insert.Timeout), Is.EqualTo(("db.ta_microbars", "bars 2:0-5", TimeSpan.FromSeconds(7))));
        Assert.That(Encoding.ASCII.GetString(insert.Rows), Is.EqualTo("[0][1][2][3][4][5]"));
    }

    /// <summary>An insert whose answer was lost may have been stored: only the same token keeps the next attempt from storing it twice.</summary>
    [Test]
    public async Task Insert_FailsAFewTimes_KeepsItsTokenAndItsRows()
    {
        _server.Answer = _ => _server.Inserts.Count < 4 ? new ClickHouseConnectionException("away", "INSERT") : null;
        await InsertAsync(Batch(days: 1, rowsADay: 3));
        Assert.That(_server.Inserts.Select(insert => (OffsetsOf(insert), insert.Rows.Length)), Is.EqualTo(Enumerable.Repeat(("bars 2:0-2", 9), 4)));
        Assert.That(_server.Inserts.Select(insert => insert.Token).Distinct().Count(), Is.EqualTo(1));
        Assert.That(_time.Waits, Has.Count.EqualTo(3));
    }

    /// <summary>
    /// A topic that was made anew has its offsets again, and other rows at them: under a token of offsets alone the server would take them for repeated ones
    /// and store nothing, without a word.
    /// </summary>
    [Test]
    public async Task Insert_OtherRowsAtTheSameOffsets_HaveATokenOfTheirOwn()
    {
        _server.Answer = _ => null;
        await InsertAsync(Batch(("one", 0, 0), ("two", 0, 1)));
        await InsertAsync(Batch(("one", 0, 0), ("TWO", 0, 1)));
        Assert.That(_server.Inserts.Select(OffsetsOf), Is.All.EqualTo("bars 0:0-1"));
        Assert.That(_server.Inserts[1].Token, Is.Not.EqualTo(_server.Inserts[0].Token));
    }

    /// <summary>Whoever begins anew may be given the partitions' records in another order.</summary>
    [Test]
    public async Task Insert_SameRowsOfPartitionsInAnotherOrder_KeepTheToken()
    {
        _server.Answer = _ => null;
        await InsertAsync(Batch(("one", 0, 7), ("two", 0, 8), ("other", 1, 3)));
        await InsertAsync(Batch(("one", 0, 7), ("other", 1, 3), ("two", 0, 8)));
        Assert.That(_server.Inserts[1].Token, Is.EqualTo(_server.Inserts[0].Token));
    }

    /// <summary>The sink says that it is paused after the retries that are configured, or at once where only somebody at the server can help.</summary>
    [TestCase(0, 1, false)]
    [TestCase(0, 2, false)]
    [TestCase(0, 3, true)]
    [TestCase(ClickHouseErrorCodes.MemoryLimitExceeded, 2, false)]
    [TestCase(ClickHouseErrorCodes.AuthenticationFailed, 1, true)]
    [TestCase(ClickHouseErrorCodes.UnknownTable, 1, true)]
    public async Task Insert_Failing_IsPausedAfterTheRetriesAndResumedByTheRows(int code, int failures, bool paused)
    {
        List<bool> seen = [];
        _server.Answer = _ =>
        {
            seen.Add(_state.Sink.Paused);
            return _server.Inserts.Count > failures ? null
                : code == 0 ? new ClickHouseConnectionException("away", "INSERT") : new ClickHouseServerException(code, 500, "no", "INSERT", "");
        };
        await InsertAsync(Batch(days: 1, rowsADay: 1));
        Assert.That((seen[^1], seen.SkipLast(1).Any(earlier => earlier && failures <= 2)), Is.EqualTo((paused, false)));
        Assert.That((_state.Sink.Paused, _state.Sink.Cause), Is.EqualTo((false, (string?)null)));
    }

    [TestCase(ClickHouseErrorCodes.UnknownTable, true)]
    [TestCase(ClickHouseErrorCodes.UnknownDatabase, true)]
    [TestCase(ClickHouseErrorCodes.NoSuchColumnInTable, true)]
    [TestCase(ClickHouseErrorCodes.MemoryLimitExceeded, false)]
    public async Task Insert_TableIsGone_IsMadeAgain(int code, bool installs)
    {
        _server.Answer = _ => _server.Inserts.Count == 1 ? new ClickHouseServerException(code, 404, "no", "INSERT", "") : null;
        await InsertAsync(Batch(days: 1, rowsADay: 1));
        Assert.That(_server.Statements.Any(sql => sql.StartsWith("CREATE TABLE", StringComparison.Ordinal)), Is.EqualTo(installs));
    }

    /// <summary>Parts of the same batch are stored apart, so each needs a token of its own, and each row must be in exactly one of them.</summary>
    [Test]
    public async Task Insert_RowsOfManyDays_GoInPartsTheNewestFirst()
    {
        _server.Answer = _ => null;
        await InsertAsync(Batch(days: DaysOfAPart + 1, rowsADay: 1));
        Assert.That(_server.Inserts.Select(insert => insert.Token).Distinct().Count(), Is.EqualTo(2));
        Assert.That(_server.Inserts[0].Token, Does.Match("^bars 2:0-50 #[0-9a-f]{16} / "));
        Assert.That(Rows(), Is.EqualTo(Enumerable.Range(1, DaysOfAPart).Reverse().Append(0)));
    }

    [Test]
    public async Task Insert_OneRowIsRefused_StoresEveryOtherOnceAndNamesIt()
    {
        HashSet<string> stored = [];
        _server.Answer = insert =>
        {
            var text = Encoding.ASCII.GetString(insert.Rows);
            if (text.Contains("[4]", StringComparison.Ordinal))
            {
                return new ClickHouseServerException(469, 500, "constraint", "INSERT", "");
            }

            Assert.That(stored.Add(insert.Token), Is.True, "a token names one part alone");
            return null;
        };
        var refused = await InsertAsync(Batch(days: 1, rowsADay: 9));
        Assert.That(refused.Select(row => (row.Row.Position.Offset, row.Reason)), Is.EqualTo(new[] { (4L, "refused_row: constraint") }));
        var rows = _server.Inserts.Where(insert => stored.Contains(insert.Token)).SelectMany(RowsOf);
        Assert.That(rows, Is.EqualTo(new[] { 0, 1, 2, 3, 5, 6, 7, 8 }));
    }

    /// <summary>Who loses a partition while its rows are under way must not write into them: the server may be asked to take them once more.</summary>
    [Test]
    public async Task Reset_InsertUnderWay_LeavesItsRowsAsTheyAre()
    {
        var batcher = new TableBatcher(_table);
        Fill(batcher.Filling, days: 1, rowsADay: 3);
        batcher.Send(_inserter, 0, CancellationToken.None);
        var underWay = batcher.Insert!;
        batcher.Reset();
        for (var batch = 0; batch < 2; batch++)
        {
            Fill(batcher.Filling, days: 1, rowsADay: 9);
            batcher.Send(_inserter, 0, CancellationToken.None);
            batcher.Complete();
        }

        _server.Answer = _ => null;
        _server.Inserts[0].End(new ClickHouseConnectionException("the answer is lost", "INSERT"));
        await underWay;
        Assert.That(RowsOf(_server.Inserts[^1]), Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That(_server.Inserts[^1].Token, Is.EqualTo(_server.Inserts[0].Token));
    }

    [Test]
    public async Task Insert_NothingButRecordsWithoutRows_AsksNobody()
    {
        var batch = new RowBatch(Topic);
        batch.Skipped(0, 5, TimeProvider.System);
        Assert.That(await InsertAsync(batch), Is.Empty);
        Assert.That(_server.Inserts, Is.Empty);
    }

    [TestCase(999, null)]
    [TestCase(1000, "clickhouse_slow")]
    public async Task Insert_TakesLong_IsSaidToBeSlowUntilOneIsQuick(int milliseconds, string? cause)
    {
        _server.Answer = _ =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            return null;
        };
        await InsertAsync(Batch(days: 1, rowsADay: 1));
        Assert.That((_state.Sink.Paused, _state.Sink.Cause), Is.EqualTo((false, cause)));
        _server.Answer = _ => null;
        await InsertAsync(Batch(days: 1, rowsADay: 2));
        Assert.That((_state.Sink.Cause, _state.Sink.Rows["ta_microbars"]), Is.EqualTo(((string?)null, 3)));
    }

    [Test]
    public async Task Check_ServerAway_PausesUntilItAnswers()
    {
        _server.Failure = new ClickHouseConnectionException("away", "SELECT 1");
        await _inserter.CheckAsync(CancellationToken.None);
        Assert.That((_state.Sink.Paused, _state.Sink.Cause), Is.EqualTo((true, "clickhouse_down")));
        _server.Failure = null;
        await _inserter.CheckAsync(CancellationToken.None);
        Assert.That(_state.Sink.Paused, Is.False);
    }

    [Test]
    public void Insert_Cancelled_EndsAsACancellation()
    {
        using var source = new CancellationTokenSource();
        _server.Answer = insert =>
        {
            source.Cancel();
            return new ClickHouseConnectionException("away", "INSERT");
        };
        Assert.That(
            async () => await _inserter.InsertAsync(_table, Batch(1, 1), source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_server.Inserts, Has.Count.EqualTo(1));
    }

    private IEnumerable<int> Rows() => _server.Inserts.SelectMany(RowsOf);

    private static IEnumerable<int> RowsOf(HeldInsert insert) => Encoding.ASCII.GetString(insert.Rows)
        .Split(['[', ']'], StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);

    /// <summary>Rows whose bytes are their offsets in brackets.</summary>
    private static RowBatch Batch(int days, int rowsADay)
    {
        var batch = new RowBatch(Topic);
        Fill(batch, days, rowsADay);
        return batch;
    }

    private static RowBatch Batch(params (string Row, int Partition, long Offset)[] rows)
    {
        var batch = new RowBatch(Topic);
        foreach (var (row, partition, offset) in rows)
        {
            Add(batch, row, 0, new RecordPosition(Topic, partition, offset));
        }

        return batch;
    }

    private static void Fill(RowBatch batch, int days, int rowsADay)
    {
        for (var offset = 0; offset < days * rowsADay; offset++)
        {
            Add(batch, $"[{offset}]", offset / rowsADay, new RecordPosition(Topic, 2, offset));
        }
    }

    private static void Add(RowBatch batch, string row, long day, RecordPosition position)
    {
        var start = batch.Rows.WrittenCount;
        batch.Rows.Write(Encoding.ASCII.GetBytes(row));
        batch.Added(new BatchRow(start, row.Length, day, position), TimeProvider.System);
    }

    private static string OffsetsOf(HeldInsert insert) => insert.Token.Split(" #")[0];

    private Task<IReadOnlyList<RefusedRow>> InsertAsync(RowBatch batch) => _inserter.InsertAsync(_table, batch, CancellationToken.None);
}
