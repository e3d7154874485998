using Microsoft.Extensions.Logging.Abstractions;
using Torghut.ClickHouse;
using Torghut.Common.Drills;
using Torghut.Common.Schemas;
using Torghut.Contracts;
using Torghut.Contracts.Records;
using Torghut.Ta.Observability;
using Torghut.Ta.Sink;
using Torghut.Ta.Sink.Schema;
using Torghut.Ta.Status;

namespace Torghut.Ta.Tests.Sink.Schema;

public sealed class InserterTests
{
    private const string Topic = "bars";
    private const long Second = 1_000_000_000;

    [Test]
    public async Task Insert_TableOfAnEarlierVersionTookThePlace_AddsTheColumnsAndStoresTheRows()
    {
        var tables = new TaTableOptions { Database = "restored", MicrobarDays = 0, SignalDays = 0 };
        var inserter = MakeInserter(tables);
        await inserter.InstallSchemaAsync(CancellationToken.None);
        var drops = string.Join(", ", TaColumns.OriginNames.Select(name => $"DROP COLUMN {name}"));
        await SchemaServer.Client.ExecuteNonQueryAsync($"ALTER TABLE {TaTables.Name(DerivedTables.Microbars, tables)} {drops}");

        using var source = new SchemaRegistrySource(new SchemaRegistrySettings { Url = new Uri("http://registry.test") }, TimeProvider.System);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        await inserter.InsertAsync(SinkTable.Microbars(Topic, source, TimeProvider.System), OneBar(), timeout.Token);

        Assert.That(
            await SchemaServer.Client.ExecuteScalarAsync($"SELECT record_offset FROM {TaTables.Name(DerivedTables.Microbars, tables)}"), Is.EqualTo(7L));
    }

    /// <summary>The server takes a hundred partitions in a block and refused the block for ever; its number is that of a server with too many parts.</summary>
    [Test]
    public async Task Insert_RowsOfManyDays_StoresEveryRowAndIsNotOverloaded()
    {
        var tables = new TaTableOptions { Database = "days", MicrobarDays = 0, SignalDays = 0 };
        var metrics = new TaMetrics(Prometheus.Metrics.NewCustomRegistry());
        var inserter = MakeInserter(tables, metrics);
        await inserter.InstallSchemaAsync(CancellationToken.None);
        var batch = new RowBatch(Topic);
        for (var row = 0; row < 800; row++)
        {
            Add(batch, offset: row, second: (row / 2 * 86_400L) + (row % 2) + 1);
        }

        Assert.That(batch.Days, Is.EqualTo(400));
        Assert.That(await InsertAsync(inserter, batch), Is.Empty);
        Assert.That(await CountAsync(tables), Is.EqualTo(800));
        Assert.That(RowPart.Of(batch).Select(part => part.Count), Is.All.EqualTo(100));
        Assert.That(RowPart.Of(batch).Select(part => part.Token).Distinct().Count(), Is.EqualTo(8));
        Assert.That(RowPart.Of(batch)[0].First.Day, Is.EqualTo(399), "the newest first");
    }

    /// <summary>A block that is refused for what is in it is taken apart until the offending rows stand alone; the others are stored.</summary>
    [Test]
    public async Task Insert_SomeRowsAreRefused_StoresTheOthersAndNamesThose()
    {
        var tables = new TaTableOptions { Database = "constraint", MicrobarDays = 0, SignalDays = 0 };
        var metrics = new TaMetrics(Prometheus.Metrics.NewCustomRegistry());
        var inserter = MakeInserter(tables, metrics);
        await inserter.InstallSchemaAsync(CancellationToken.None);
        await SchemaServer.Client.ExecuteNonQueryAsync(
            $"ALTER TABLE {TaTables.Name(DerivedTables.Microbars, tables)} ADD CONSTRAINT odd CHECK seq NOT IN (7, 300, 301)");
        var batch = new RowBatch(Topic);
        for (var row = 0; row < 500; row++)
        {
            Add(batch, offset: row, second: row);
        }

        var refused = await InsertAsync(inserter, batch);
        Assert.That(refused.Select(row => row.Row.Position.Offset), Is.EquivalentTo(new[] { 7, 300, 301 }));
        Assert.That(refused.Select(row => row.Reason), Has.All.StartsWith("refused_row: ").And.All.Contains("onstraint"));
        Assert.That(await CountAsync(tables), Is.EqualTo(497));
    }

    [TestCase(252, "Too many partitions for single INSERT block (more than 100). The limit is controlled by a setting", true)]
    [TestCase(252, "Too many parts (300 with average size of 1 MiB). Merges are processing significantly slower than inserts", false)]
    [TestCase(469, "Constraint `odd` is violated", true)]
    [TestCase(243, "Cannot reserve 1.00 MiB, not enough space", false)]
    [TestCase(60, "Table torghut.ta_signals does not exist", false)]
    [TestCase(241, "Memory limit exceeded", false)]
    public void LiesInData_CodesOfAServer_AreClassifiedByWhatTheyMean(int code, string message, bool expected) =>
        Assert.That(SinkFailure.LiesInData(new ClickHouseServerException(code, 500, message, "INSERT", "")), Is.EqualTo(expected));

    private static async Task<IReadOnlyList<RefusedRow>> InsertAsync(Inserter inserter, RowBatch batch)
    {
        using var source = new SchemaRegistrySource(new SchemaRegistrySettings { Url = new Uri("http://registry.test") }, TimeProvider.System);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        return await inserter.InsertAsync(SinkTable.Microbars(Topic, source, TimeProvider.System), batch, timeout.Token);
    }

    private static async Task<int> CountAsync(TaTableOptions tables) => Convert.ToInt32(
        await SchemaServer.Client.ExecuteScalarAsync($"SELECT count() FROM {TaTables.Name(DerivedTables.Microbars, tables)}"),
        System.Globalization.CultureInfo.InvariantCulture);

    private static RowBatch OneBar()
    {
        var batch = new RowBatch(Topic);
        Add(batch, offset: 7, second: 1);
        return batch;
    }

    private static void Add(RowBatch batch, long offset, long second)
    {
        var start = batch.Rows.WrittenCount;
        var writer = new RowBinaryWriter(batch.Rows);
        var end = second * Second;
        var head = new Envelope(end, end, "iex", Channels.Bars, "AIG", second, true, Sources.TechnicalAnalysis, new Window("PT1S", "PT1S", end, end));
        var position = new RecordPosition(Topic, 2, offset);
        MicrobarRow.Write(new Microbar(head, 100, 102, 99.5, 101, 300, null, 4, null), writer);
        RowOrigin.Write(position, null, writer);
        batch.Added(new BatchRow(start, batch.Rows.WrittenCount - start, second / 86_400, position), TimeProvider.System);
    }

    private static Inserter MakeInserter(TaTableOptions tables, TaMetrics? own = null)
    {
        var metrics = own ?? new TaMetrics(Prometheus.Metrics.NewCustomRegistry());
        return new Inserter(
            SchemaServer.Client,
            new TaSchemaInstaller(SchemaServer.Client, tables),
            new TaSinkOptions { Database = tables.Database },
            new SinkHealth(new TaState(new TaServiceOptions()), metrics, NullLogger<SinkHealth>.Instance),
            metrics,
            Failpoints.None,
            TimeProvider.System,
            NullLogger<Inserter>.Instance);
    }
}
