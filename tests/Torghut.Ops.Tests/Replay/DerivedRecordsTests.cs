using Torghut.Avro;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Ops.Replay;

namespace Torghut.Ops.Tests.Replay;

/// <summary>What the new topics of a destructive replay hold, against the first run's rows: by symbol and day, never by totals.</summary>
public sealed class DerivedRecordsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 2, 12, 12, 0, 0, TimeSpan.Zero);

    private static readonly DayDigest[] Before =
    [
        Day(DerivedTables.Microbars, "AAPL", 2), Day(DerivedTables.Microbars, "NVDA", 2), Day(DerivedTables.Signals, "AAPL", 1),
    ];

    /// <summary>As many records as rows, but one symbol has none: totals said that everything was replayed.</summary>
    [Test]
    public async Task Rows_SameTotalOfAnotherSymbol_AreNotTheFirstRuns()
    {
        var line = await VerifiedAsync(Bar("AAPL", 0), Bar("AAPL", 1), Bar("AAPL", 2), Bar("AAPL", 3), Signal("AAPL", 0));
        Assert.That((line.Holds, line.Detail), Is.EqualTo((false, "not every row was written again: ta_microbars NVDA 2026-02-12 0 of 2")));
    }

    /// <summary>A record that came twice is one row.</summary>
    [Test]
    public async Task Rows_SameRecordTwice_CountOnce()
    {
        var line = await VerifiedAsync(Bar("AAPL", 0), Bar("AAPL", 0), Bar("NVDA", 0), Bar("NVDA", 1), Signal("AAPL", 0));
        Assert.That(line.Detail, Does.EndWith("ta_microbars AAPL 2026-02-12 1 of 2"));
    }

    [Test]
    public async Task Rows_OutsideTheWindowOrLaterThanTheFirstRun_AreNotCounted()
    {
        var line = await VerifiedAsync(Bar("AAPL", 0), Bar("AAPL", -7_200), Bar("AAPL", 1_000), Bar("NVDA", 0), Bar("NVDA", 1), Signal("AAPL", 0));
        Assert.That(line.Detail, Does.EndWith("ta_microbars AAPL 2026-02-12 1 of 2"));
    }

    [Test]
    public async Task Rows_OfEveryDay_Hold() => Assert.That(
        (await VerifiedAsync(Bar("AAPL", 0), Bar("AAPL", 1), Bar("NVDA", 0), Bar("NVDA", 1), Signal("AAPL", 0))).Holds);

    [Test]
    public async Task Add_BytesThatAreNoRecord_AreCounted()
    {
        var records = Open();
        await records.AddAsync(Topics.TaMicrobars, [1, 2, 3], CancellationToken.None);
        Assert.That((records.Undecoded, records.Rows()), Is.EqualTo((1, new Dictionary<(string, string, string), long>())));
    }

    private static DerivedRecords Open() => new(Before, Noon.AddHours(-1), Noon.AddHours(1), new ContractSchemasById(), TimeProvider.System);

    private static async Task<VerifiedLine> VerifiedAsync(params (string Topic, byte[] Value)[] values)
    {
        var records = Open();
        foreach (var (topic, value) in values)
        {
            await records.AddAsync(topic, value, CancellationToken.None);
        }

        Assert.That(records.Undecoded, Is.Zero);
        return ReplayVerification.Written(Before, records.Rows());
    }

    private static DayDigest Day(string table, string symbol, long rows) =>
        new(table, symbol, "2026-02-12", Noon.AddMinutes(10).ToUnixTimeMilliseconds(), rows, "0");

    private static Envelope Head(string symbol, int second) => new(
        Nanos.Of(Noon), Nanos.Of(Noon.AddSeconds(second)), "iex", "ta", symbol, Noon.ToUnixTimeSeconds() + second, true, Sources.TechnicalAnalysis, null);

    private static (string Topic, byte[] Value) Bar(string symbol, int second) => (
        Topics.TaMicrobars,
        new RecordEncoder<Microbar>(RecordCodecs.Microbar, 1).Encode(new Microbar(Head(symbol, second), 1, 1, 1, 1, 1, null, 1, null)));

    private static (string Topic, byte[] Value) Signal(string symbol, int second) => (
        Topics.TaSignals,
        new RecordEncoder<Signal>(RecordCodecs.Signal, 2).Encode(new Signal(Head(symbol, second), null, null, null, null, null, null, null, null)));

    private sealed class ContractSchemasById : ISchemaSource
    {
        public Task<AvroSchema> GetSchemaAsync(int id, CancellationToken cancellationToken = default) =>
            Task.FromResult(id == 1 ? ContractSchemas.Microbar : ContractSchemas.Signal);

        public Task<int> RegisterAsync(string subject, AvroSchema schema, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<int> GetIdAsync(string subject, AvroSchema schema, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
