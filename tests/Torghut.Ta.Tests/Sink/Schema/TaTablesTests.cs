using System.Buffers;
using System.Text.Json.Nodes;
using ClickHouse.Driver.ADO.Parameters;
using ClickHouse.Driver.Utility;
using Torghut.ClickHouse;
using Torghut.Contracts;
using Torghut.Contracts.Records;
using Torghut.Ta.Sink;
using Torghut.Ta.Sink.Schema;

namespace Torghut.Ta.Tests.Sink.Schema;

public sealed class TaTablesTests
{
    private const long Second = 1_000_000_000;

    // 2013-10-07 13:30:00 UTC
    private const long Open = 1_381_152_600 * Second;

    private static int _databases;
    private TaTableOptions _options = new();

    [SetUp]
    public async Task InstallAsync()
    {
        _options = new TaTableOptions { Database = $"ta{Interlocked.Increment(ref _databases)}", MicrobarDays = 0, SignalDays = 0 };
        await new TaSchemaInstaller(SchemaServer.Client, _options).InstallAsync(CancellationToken.None);
    }

    [Test]
    public async Task Install_Again_ChangesNothing()
    {
        await new TaSchemaInstaller(SchemaServer.Client, _options).InstallAsync(CancellationToken.None);
        Assert.That(await ScalarAsync("SELECT count() FROM system.tables WHERE database = {database:String}"), Is.EqualTo(3UL));
    }

    [Test]
    public async Task Install_EmptyDatabase_HasTheContractsEngineKeyAndPartition()
    {
        var tables = await SchemaServer.Client.QueryAsync(
            "SELECT name, engine, partition_key, sorting_key, engine_full FROM system.tables WHERE database = {database:String} AND name != 'v_ta_signals_envelope' ORDER BY name",
            reader => (Head: (reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)), Engine: reader.GetString(4)),
            Parameters());
        Assert.That(tables.Select(table => table.Head), Is.EqualTo(new[]
        {
            ("ta_microbars", "ReplacingMergeTree", "toDate(event_ts)", "symbol, event_ts, seq"),
            ("ta_signals", "ReplacingMergeTree", "toDate(event_ts)", "symbol, event_ts, seq"),
        }));
        Assert.That(
            tables.Select(table => table.Engine),
            Has.All.StartsWith("ReplacingMergeTree(ingest_ts)").And.All.Contain("non_replicated_deduplication_window = 10000").And.All.Not.Contain("TTL"));
    }

    [Test]
    public async Task Install_OtherDays_ChangesTheTimeToLiveAndZeroRemovesIt()
    {
        await InstallWithAsync(30, 14);
        Assert.That(await TimesToLiveAsync(), Is.EqualTo("30 14"));
        await InstallWithAsync(7, 14);
        Assert.That(await TimesToLiveAsync(), Is.EqualTo("7 14"));
        await InstallWithAsync(7, 0);
        Assert.That(await TimesToLiveAsync(), Is.EqualTo("7 none"));
    }

    [Test]
    public void CreateStatements_OnACluster_AreReplicatedWithKeepersPlaceholders()
    {
        string all = string.Join(";\n", TaTables.CreateStatements(new TaTableOptions { Cluster = "torghut" }));
        Assert.Multiple(() =>
        {
            Assert.That(all.Split("ON CLUSTER `torghut`"), Has.Length.EqualTo(5));
            Assert.That(all, Does.Contain("ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/torghut/ta_microbars', '{replica}', ingest_ts)"));
            Assert.That(all, Does.Contain("replicated_deduplication_window = 10000").And.Not.Contain("non_replicated"));
            Assert.That(all, Does.Contain("TTL toDateTime(event_ts) + toIntervalDay(30)").And.Contain("toIntervalDay(14)"));
        });
    }

    [Test]
    public async Task MicrobarRow_EveryField_IsStored()
    {
        await InsertAsync(Bar(101.5, Open + (3 * Second)));
        var rows = await SchemaServer.Client.QueryAsync($"SELECT * FROM {Name(DerivedTables.Microbars)}", StoredRow.Of);
        Assert.That(rows, Has.Count.EqualTo(1));
        Assert.That(rows[0].Columns, Is.EqualTo(TaColumns.Microbars));
        Assert.That(rows[0].Values, Is.EqualTo(new object?[]
        {
            "AIG", At(1), 1_381_152_600UL, At(3), (byte)1, "ta", "PT1S", "PT1S", At(0), At(1), 1u, 100.0, 102.0, 99.5, 101.5, 300.0, null, 4UL,
            "", null, null, "", null, null, null,
        }));
    }

    [Test]
    public async Task RowOrigin_EveryField_IsStored()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new RowBinaryWriter(output);
        MicrobarRow.Write(Bar(101.5, Open), writer);
        RowOrigin.Write(new RecordPosition("bars", 2, 7_000_000_000), new Lineage("trades", 2, 41, 43), writer);
        await SchemaServer.Client.InsertBinaryAsync(
            $"{_options.Database}.{DerivedTables.Microbars}", [.. TaColumns.MicrobarNames, .. TaColumns.OriginNames], output.WrittenMemory);

        Assert.That(await OriginAsync(DerivedTables.Microbars), Is.EqualTo(new object?[] { "bars", 2, 7_000_000_000, "trades", 2, 41L, 43L }));
    }

    [TestCase(DerivedTables.Microbars)]
    [TestCase(DerivedTables.Signals)]
    public async Task Install_TableOfAnEarlierVersion_AddsTheOriginAndKeepsTheRows(string table)
    {
        string drops = string.Join(", ", TaColumns.OriginNames.Select(name => $"DROP COLUMN {name}"));
        await SchemaServer.Client.ExecuteNonQueryAsync($"ALTER TABLE {Name(table)} {drops}");
        await InsertAsync(Bar(101.5, Open));
        await InsertAsync(WarmSignal(Open));

        await new TaSchemaInstaller(SchemaServer.Client, _options).InstallAsync(CancellationToken.None);

        Assert.That(await OriginAsync(table), Is.EqualTo(new object?[] { "", null, null, "", null, null, null }));
    }

    [Test]
    public async Task SignalRow_EveryField_IsStored()
    {
        await InsertAsync(WarmSignal(Open + Second) with { Restart = CorporateActionKinds.Split }, ColdSignal());
        var rows = await SchemaServer.Client.QueryAsync($"SELECT * FROM {Name(DerivedTables.Signals)} ORDER BY symbol", StoredRow.Of);
        Assert.That(rows, Has.Count.EqualTo(2));
        Assert.That(rows[0].Columns, Is.EqualTo(TaColumns.Signals));
        Assert.That(rows[0].Values.Skip(11).Take(18), Is.EqualTo(Enumerable.Range(1, 17).Select(n => (object)(double)n).Append("split")));
        Assert.That(rows[1].Values.Skip(11).Take(18), Is.EqualTo(Enumerable.Repeat<object?>(null, 17).Append("")));
    }

    [Test]
    public async Task Insert_SameBatchTwice_CountsOnce()
    {
        await InsertAsync("batch-7", Bar(101.5, Open));
        await InsertAsync("batch-7", Bar(101.5, Open));
        Assert.That(await ScalarAsync($"SELECT count() FROM {Name(DerivedTables.Microbars)}"), Is.EqualTo(1UL));
    }

    [Test]
    public async Task View_RepeatedAndRevisedRows_ShowsTheNewestOnceInEnvelopeShape()
    {
        await InsertAsync(WarmSignal(Open + (9 * Second)));
        await InsertAsync(WarmSignal(Open + Second) with { Macd = null });
        var rows = await SchemaServer.Client.QueryAsync(
            $"SELECT symbol, event_ts, ingest_ts, seq, is_final, source, version, window, payload FROM {Name(DerivedTables.SignalEnvelopes)}", StoredRow.Of);
        Assert.That(rows, Has.Count.EqualTo(1));
        Assert.Multiple(() =>
        {
            Assert.That(rows[0].Values[0], Is.EqualTo("AIG"));
            Assert.That(rows[0].Values[2], Is.EqualTo(At(9)));
            Assert.That(rows[0].Values[7], Is.EqualTo("""{"size":"PT1S","step":"PT1S","start":"2013-10-07T13:30:00.000Z","end":"2013-10-07T13:30:01.000Z"}"""));
            Assert.That(
                JsonNode.Parse((string)rows[0].Values[8]!)!.ToJsonString(),
                Is.EqualTo(
                    """{"macd":{"macd":1,"signal":2,"hist":3},"ema":{"ema12":4,"ema26":5},"rsi14":6,"boll":{"mid":7,"upper":8,"lower":9},"vwap":{"session":10,"w5m":11},"imbalance":{"spread":12,"bid_px":13,"ask_px":14,"bid_sz":15,"ask_sz":16},"vol_realized":{"w60s":17}}"""));
        });
    }

    [Test]
    public async Task View_ColdSignal_HasNullGroups()
    {
        await InsertAsync(ColdSignal());
        Assert.That(
            await ScalarAsync($"SELECT payload FROM {Name(DerivedTables.SignalEnvelopes)}"),
            Is.EqualTo("""{"macd":null,"ema":null,"rsi14":null,"boll":null,"vwap":null,"imbalance":null,"vol_realized":null}"""));
    }

    // A reader of one symbol must not pay for all of them: the filter has to reach the table's key through the view.
    [Test]
    public async Task View_FilteredBySymbolAndTime_ReadsAFractionOfTheTable()
    {
        await SchemaServer.Client.ExecuteNonQueryAsync(
            $"""
            INSERT INTO {Name(DerivedTables.Signals)} (symbol, event_ts, seq, ingest_ts, is_final, source, window_size, window_step, window_start, window_end, version)
            SELECT concat('S', leftPad(toString(number % 100), 2, '0')), toDateTime64(1381152600, 3, 'UTC') + intDiv(number, 100) AS t, toUnixTimestamp(t), t, 1, 'ta', 'PT1S', 'PT1S', t - 1, t, 1
            FROM numbers(500000)
            """);
        // The server refuses a query that would read more.
        var options = new QueryOptions { Settings = new Dictionary<string, string> { ["max_rows_to_read"] = "100000" } };
        object? count = await SchemaServer.Client.ExecuteScalarAsync(
            $"SELECT count() FROM {Name(DerivedTables.SignalEnvelopes)} WHERE symbol = 'S42' AND event_ts >= toDateTime64(1381152600 + 4000, 3, 'UTC')",
            options: options);
        Assert.That(count, Is.EqualTo(1000UL));
        Assert.That(
            async () => await SchemaServer.Client.ExecuteScalarAsync(
                $"SELECT count() FROM {Name(DerivedTables.SignalEnvelopes)} WHERE event_ts >= toDateTime64(1381152600, 3, 'UTC')", options: options),
            Throws.TypeOf<ClickHouseServerException>(), "or the limit shows nothing");
    }

    [Test]
    public void RowHead_IngestedRecord_IsRefused()
    {
        Microbar bar = Bar(1, Open);
        bar = bar with { Envelope = bar.Envelope with { Window = null } };
        Assert.That(() => MicrobarRow.Write(bar, new RowBinaryWriter(new ArrayBufferWriter<byte>())), Throws.ArgumentException.With.Message.Contains("AIG"));
    }

    private static Envelope Head(string symbol, long ingestTs) =>
        new(ingestTs, Open + Second, "iex", Channels.Signals, symbol, Open / Second, true, Sources.TechnicalAnalysis,
        new Window("PT1S", "PT1S", Open, Open + Second));

    private static Microbar Bar(double close, long ingestTs) => new(Head("AIG", ingestTs), 100, 102, 99.5, close, 300, null, 4, null);

    private static Signal WarmSignal(long ingestTs) => new(
        Head("AIG", ingestTs), new Macd(1, 2, 3), new Ema(4, 5), 6, new Bollinger(7, 8, 9), new SignalVwap(10, 11), new Imbalance(12, 13, 14, 15, 16), 17,
        null);

    private static Signal ColdSignal() => new(Head("BAC", Open), null, null, null, null, null, null, null, null);

    private static DateTimeOffset At(int seconds) => DateTimeOffset.FromUnixTimeSeconds((Open / Second) + seconds);

    private string Name(string table) => TaTables.Name(table, _options);

    private ClickHouseParameterCollection Parameters()
    {
        var parameters = new ClickHouseParameterCollection();
        parameters.AddParameter("database", _options.Database);
        return parameters;
    }

    private Task<object?> ScalarAsync(string sql) => SchemaServer.Client.ExecuteScalarAsync(sql, Parameters());

    private async Task<object?[]> OriginAsync(string table)
    {
        string columns = string.Join(", ", TaColumns.OriginNames);
        var rows = await SchemaServer.Client.QueryAsync($"SELECT {columns} FROM {Name(table)}", StoredRow.Of);
        return [.. rows[0].Values];
    }

    private Task InstallWithAsync(int microbarDays, int signalDays) =>
        new TaSchemaInstaller(SchemaServer.Client, _options with { MicrobarDays = microbarDays, SignalDays = signalDays }).InstallAsync(CancellationToken.None);

    private async Task<object?> TimesToLiveAsync() => await ScalarAsync(
        """
        SELECT arrayStringConcat(groupArray(if(days = '', 'none', days)), ' ')
        FROM (SELECT extract(engine_full, 'toIntervalDay.([0-9]+)') AS days FROM system.tables WHERE database = {database:String} AND name IN ('ta_microbars', 'ta_signals') ORDER BY name)
        """);

    private Task InsertAsync(Microbar bar) => InsertAsync(Guid.NewGuid().ToString(), bar);

    private Task InsertAsync(string token, Microbar bar)
    {
        var output = new ArrayBufferWriter<byte>();
        MicrobarRow.Write(bar, new RowBinaryWriter(output));
        return SchemaServer.Client.InsertBinaryAsync(
            $"{_options.Database}.{DerivedTables.Microbars}", TaColumns.MicrobarNames, output.WrittenMemory, new QueryOptions { DeduplicationToken = token });
    }

    private Task InsertAsync(params Signal[] signals)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (Signal signal in signals)
        {
            SignalRow.Write(signal, new RowBinaryWriter(output));
        }

        return SchemaServer.Client.InsertBinaryAsync($"{_options.Database}.{DerivedTables.Signals}", TaColumns.SignalNames, output.WrittenMemory);
    }
}
