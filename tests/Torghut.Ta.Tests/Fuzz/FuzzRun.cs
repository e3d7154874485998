using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ta.Engine;
using Torghut.Ta.Kafka;
using Torghut.Ta.Runtime;
using Torghut.Ta.State;

namespace Torghut.Ta.Tests.Fuzz;

/// <summary>A partition's records through decoding and engine, as the service takes them; the last bytes of a key win, as they do for every reader.</summary>
internal sealed class FuzzRun : IEngineOutput
{
    private readonly InputDeserializer _deserializer = new(new TaKafkaOptions(), EngineOptions.Default.MaxFuture, new FixedSchemas(), TimeProvider.System);
    private readonly RecordEncoder<Microbar> _bars = new(RecordCodecs.Microbar, 3);
    private readonly RecordEncoder<Signal> _signals = new(RecordCodecs.Signal, 4);
    private readonly Dictionary<string, byte[]> _store = [];
    private PartitionEngine _engine;
    private SavedClocks? _clocks;

    public FuzzRun()
    {
        _engine = new PartitionEngine(0, new EngineOptions(), this);
        _deserializer.LoadSchemaAsync(InputKind.Trade, FixedSchemas.Trade, CancellationToken.None).GetAwaiter().GetResult();
        _deserializer.LoadSchemaAsync(InputKind.Quote, FixedSchemas.Quote, CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>What was sent, by kind, symbol and second.</summary>
    public Dictionary<(string Kind, string Symbol, long Seq), byte[]> Sent { get; } = [];

    public int Refused { get; private set; }

    public long Late => _engine.Counters.Late;

    public void OnMicrobar(in Microbar bar) => Sent[("bar", bar.Envelope.Symbol, bar.Envelope.Seq)] = _bars.Encode(bar);

    public void OnSignal(in Signal signal) => Sent[("signal", signal.Envelope.Symbol, signal.Envelope.Seq)] = _signals.Encode(signal);

    /// <param name="crashes">Draws where commits end and where the process dies and goes on from the last of them; null for neither.</param>
    public void Run(IReadOnlyList<FuzzRecord> records, Random? crashes = null)
    {
        var committed = 0;
        var left = 12;
        for (var i = 0; i < records.Count; i++)
        {
            Take(records[i]);
            if (crashes?.Next(200) == 0)
            {
                Commit();
                committed = i + 1;
            }

            if (left > 0 && crashes?.Next(records.Count / 10) == 0)
            {
                left--;
                Restart();
                i = committed - 1;
            }
        }

        _engine.OnIdle(trades: true, quotes: true);
    }

    private void Take(FuzzRecord record)
    {
        var input = record.Value.Length > Contracts.Market.MarketDataBounds.MaxRecordBytes
            ? new InputRecord { Kind = record.Kind, Implausible = Contracts.Market.RefusalReasons.TooLong }
            : _deserializer.Decode(record.Kind, record.Value);
        var outcome = EventOutcome.Implausible;
        if (input.Failure == DecodeFailure.None && input.Implausible is null)
        {
            outcome = record.Kind == InputKind.Trade ? _engine.OnTrade(input.Trade, record.Offset) : _engine.OnQuote(input.Quote, record.Offset);
        }

        Refused += outcome == EventOutcome.Implausible ? 1 : 0;
    }

    private void Commit()
    {
        var writer = new StateWriter();
        foreach (var symbol in _engine.Evicted)
        {
            _store.Remove(symbol);
        }

        foreach (var state in _engine.Changed)
        {
            writer.Clear();
            _engine.Save(state, writer);
            _store[state.Symbol] = writer.Written.ToArray();
        }

        _clocks = _engine.Clocks;
        _engine.ClearChanged();
    }

    private void Restart()
    {
        _engine = new PartitionEngine(0, new EngineOptions(), this);
        foreach (var (symbol, saved) in _store)
        {
            _engine.Restore(saved, symbol);
        }

        if (_clocks is not null)
        {
            _engine.CompleteRestore(_clocks);
        }
    }
}
