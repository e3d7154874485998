using Torghut.Contracts.Conditions;
using Torghut.Contracts.Records;
using Torghut.Ta.Engine;
using Torghut.Ta.State;
using Torghut.Ta.Tests.Oracle;

namespace Torghut.Ta.Tests.Engine;

/// <summary>An engine with its output gathered; the last record of a key wins, as it does for every reader.</summary>
internal sealed class EngineRun : IEngineOutput
{
    private readonly EngineOptions _options;

    public EngineRun(EngineOptions? options = null, SymbolBudget? budget = null)
    {
        _options = options ?? new EngineOptions();
        Engine = new PartitionEngine(0, _options, this, budget);
    }

    public PartitionEngine Engine { get; private set; }

    public List<Microbar> BarLog { get; } = [];

    public List<Signal> SignalLog { get; } = [];

    public SortedDictionary<(long Seq, string Symbol), Microbar> Bars { get; } = [];

    public SortedDictionary<(long Seq, string Symbol), Signal> Signals { get; } = [];

    public long Late { get; private set; }

    public long Duplicates { get; private set; }

    public void OnMicrobar(in Microbar bar)
    {
        BarLog.Add(bar);
        Bars[(bar.Envelope.Seq, bar.Envelope.Symbol)] = bar;
    }

    public void OnSignal(in Signal signal)
    {
        SignalLog.Add(signal);
        Signals[(signal.Envelope.Seq, signal.Envelope.Symbol)] = signal;
    }

    public EventOutcome Feed(OracleTrade trade) => Count(Engine.OnTrade(
        new TradeEvent
        {
            Symbol = trade.Symbol,
            Feed = "sip",
            Kind = trade.Amends switch { "correct" => TradeEventKind.Correction, "cancel" => TradeEventKind.Cancellation, _ => TradeEventKind.Print },
            Tape = trade.Tape,
            Exchange = trade.Exchange[0],
            Conditions = ConditionCodes.Pack([.. trade.Conditions.Select(c => c.ToString())]),
            EventTs = trade.Ts,
            IngestTs = trade.Ingest,
            Seq = trade.Seq,
            Id = trade.Id,
            OriginalId = trade.Original,
            Price = trade.Price,
            Size = trade.Size,
        },
        trade.Offset));

    /// <summary>A corporate action that the trades log declares.</summary>
    public EventOutcome Declare(string symbol, string kind, long effectiveTs, long ingest, long offset) => Engine.OnTrade(
        new TradeEvent
        {
            Symbol = symbol,
            Feed = "sip",
            Kind = TradeEventKind.CorporateAction,
            EventTs = ingest,
            IngestTs = ingest,
            Action = new(new CorporateAction(kind, effectiveTs, 10)),
        },
        offset);

    public EventOutcome Feed(OracleQuote quote) => Count(Engine.OnQuote(
        new QuoteEvent
        {
            Symbol = quote.Symbol,
            EventTs = quote.Ts,
            IngestTs = quote.Ingest,
            Seq = quote.Seq,
            BidPrice = quote.Bid,
            BidSize = quote.BidSize,
            AskPrice = quote.Ask,
            AskSize = quote.AskSize,
        },
        quote.Offset));

    public void Finish() => Engine.OnIdle(trades: true, quotes: true);

    /// <summary>Replaces the engine by one that knows nothing but what the first one saved.</summary>
    public void Restart(Dictionary<string, byte[]> store)
    {
        SaveTo(store);
        Engine = new PartitionEngine(0, _options, this);
        foreach (var saved in store.Values)
        {
            Engine.Restore(saved);
        }

        Engine.CompleteRestore();
    }

    public void SaveTo(Dictionary<string, byte[]> store)
    {
        var writer = new StateWriter();
        foreach (var symbol in Engine.Evicted)
        {
            store.Remove(symbol);
        }

        foreach (var state in Engine.Changed)
        {
            writer.Clear();
            Engine.Save(state, writer);
            store[state.Symbol] = writer.Written.ToArray();
        }

        Engine.ClearChanged();
    }

    private EventOutcome Count(EventOutcome outcome)
    {
        if (outcome == EventOutcome.Late)
        {
            Late++;
        }

        if (outcome == EventOutcome.Duplicate)
        {
            Duplicates++;
        }

        return outcome;
    }
}
