using System.Globalization;
using Confluent.Kafka;
using Torghut.Common.Kafka;
using Torghut.Common.Schemas;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;

namespace Torghut.Ops.Integration.Tests.TechnicalAnalysis;

/// <summary>Writes bars and signals as torghut-ta does: in transactions, some of which are aborted.</summary>
internal sealed class DerivedProducer : IDisposable
{
    public const long FirstSecond = 1_785_763_800;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly IProducer<string, byte[]> _producer;
    private readonly RecordEncoder<Microbar> _bars;
    private readonly RecordEncoder<Signal> _signals;
    private readonly Dictionary<string, List<string>> _committed = [];
    private long _second = FirstSecond;

    private DerivedProducer(string bootstrap, int barId, int signalId)
    {
        var config = new KafkaConnection(bootstrap).ToProducerConfig();
        config.TransactionalId = "derived-producer";
        _producer = new ProducerBuilder<string, byte[]>(config).Build();
        _producer.InitTransactions(Timeout);
        _bars = new RecordEncoder<Microbar>(RecordCodecs.Microbar, barId);
        _signals = new RecordEncoder<Signal>(RecordCodecs.Signal, signalId);
    }

    /// <summary>A client of a registry that shares a crowded machine with this test.</summary>
    public static SchemaRegistrySource OpenRegistry(Uri address) => new(
        new SchemaRegistrySettings { Url = address, RequestTimeout = TimeSpan.FromSeconds(60), TotalTimeout = TimeSpan.FromSeconds(180) }, TimeProvider.System);

    public static async Task<DerivedProducer> CreateAsync(string bootstrap, Uri registryAddress)
    {
        using var registry = OpenRegistry(registryAddress);
        return new DerivedProducer(
            bootstrap, await registry.RegisterAsync(ContractSchemas.Subject(Topics.TaMicrobars), ContractSchemas.Microbar),
            await registry.RegisterAsync(ContractSchemas.Subject(Topics.TaSignals), ContractSchemas.Signal));
    }

    /// <summary>Where the committed records of a symbol lie, in the order that they were written in.</summary>
    public IReadOnlyList<string> Committed(string symbol)
    {
        lock (_committed)
        {
            return [.. _committed.GetValueOrDefault(symbol, [])];
        }
    }

    /// <summary>A second's bar and signal of each symbol, in one transaction.</summary>
    public void Write(IEnumerable<string> symbols, bool aborts = false)
    {
        var sent = new List<(string Symbol, Task<DeliveryResult<string, byte[]>> Report)>();
        _producer.BeginTransaction();
        foreach (var symbol in symbols)
        {
            sent.Add((symbol, SendAsync(Topics.TaMicrobars, symbol, _bars.Encode(Bar(symbol)))));
            sent.Add((symbol, SendAsync(Topics.TaSignals, symbol, _signals.Encode(Signal(symbol)))));
        }

        _second++;
        _producer.Flush(Timeout);

        // A flush may be over before its last report is.
        if (!Task.WaitAll([.. sent.Select(record => record.Report)], Timeout))
        {
            throw new TimeoutException("Records were sent and not reported.");
        }

        if (aborts)
        {
            _producer.AbortTransaction(Timeout);
            return;
        }

        lock (_committed)
        {
            foreach (var (symbol, report) in sent)
            {
                _committed.TryAdd(symbol, []);
                _committed[symbol].Add(SourceOf(report.Result));
            }
        }

        _producer.CommitTransaction(Timeout);
    }

    public void Dispose() => _producer.Dispose();

    private Task<DeliveryResult<string, byte[]>> SendAsync(string topic, string symbol, byte[] value) =>
        _producer.ProduceAsync(topic, new Message<string, byte[]> { Key = symbol, Value = value });

    private static string SourceOf(DeliveryResult<string, byte[]> report) =>
        string.Create(CultureInfo.InvariantCulture, $"{report.Topic}/{report.Partition.Value}@{report.Offset.Value}");

    private Microbar Bar(string symbol) => new(Head(symbol, Channels.Microbars), 1, 3, 0.5, 2, 10, null, 4, new Lineage(Topics.Trades, 0, 1, 2));

    private Signal Signal(string symbol) => new(Head(symbol, Channels.Signals), new Macd(0.25, 0.5, -0.25), null, 50, null, null, null, null, null);

    private Envelope Head(string symbol, string channel) => new(
        (_second + 1) * Nanos.PerSecond, (_second + 1) * Nanos.PerSecond, "iex", channel, symbol, _second, true, Sources.TechnicalAnalysis,
        new Window("PT1S", "PT1S", _second * Nanos.PerSecond, (_second + 1) * Nanos.PerSecond));
}
