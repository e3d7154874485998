using Microsoft.Extensions.Logging.Abstractions;
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
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await inserter.InsertAsync(SinkTable.Microbars(Topic, source, TimeProvider.System), OneBar(), timeout.Token);

        Assert.That(
            await SchemaServer.Client.ExecuteScalarAsync($"SELECT record_offset FROM {TaTables.Name(DerivedTables.Microbars, tables)}"), Is.EqualTo(7L));
    }

    private static RowBatch OneBar()
    {
        var batch = new RowBatch(Topic);
        var writer = new RowBinaryWriter(batch.Rows);
        var head = new Envelope(Second, Second, "iex", Channels.Bars, "AIG", 1, true, Sources.TechnicalAnalysis, new Window("PT1S", "PT1S", 0, Second));
        MicrobarRow.Write(new Microbar(head, 100, 102, 99.5, 101, 300, null, 4, null), writer);
        RowOrigin.Write(new RecordPosition(Topic, 2, 7), null, writer);
        batch.Added(2, 7, 0);
        return batch;
    }

    private static Inserter MakeInserter(TaTableOptions tables)
    {
        var metrics = new TaMetrics(Prometheus.Metrics.NewCustomRegistry());
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
