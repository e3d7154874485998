using System.Text.Json.Nodes;
using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Broker;
using Torghut.Sandbox.Alpaca.Calendar;
using Torghut.Sandbox.Alpaca.Faults;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Tests.Support;

/// <summary>A broker whose market and clock the test moves by hand.</summary>
internal sealed class BrokerHarness : IDisposable
{
    public static readonly long Morning = Nanos.Of(NewYork.At(new DateTime(2026, 4, 6, 10, 0, 0)));

    private readonly Queue<Guid> _accepted = new();

    public BrokerHarness(AlpacaSimulatorOptions options, long? start = null)
    {
        SymbolInfo[] symbols = [new(0, "AAPL"), new(1, "IBM")];
        Clock = new MarketClock(start ?? Morning, new TradingHours(alwaysOpen: false));
        Book = new SyntheticMarket(symbols);
        Ledger = new Ledger(null, TimeProvider.System, Clock);
        Broker = new PaperBroker(options, Clock, Book, Ledger, Faults, new AccountJournal(null, Book))
        {
            Accepted = _accepted.Enqueue,
            Published = (happened, data) => Events.Add((happened.Event, happened.Order, data)),
        };
    }

    public MarketClock Clock { get; }

    public SyntheticMarket Book { get; }

    public Ledger Ledger { get; }

    public FaultPanel Faults { get; } = new(seed: 1);

    public PaperBroker Broker { get; }

    public List<(string Name, Order Order, JsonObject Data)> Events { get; } = [];

    public string EventNames => string.Join(' ', Events.Select(e => e.Name));

    public decimal Cash => Number(Broker.ReportAccount(), "cash");

    public static decimal Number(JsonNode node, string key) => decimal.Parse(node[key]!.ToString(), System.Globalization.CultureInfo.InvariantCulture);

    public void Quote(decimal bid, decimal ask, int symbol = 0)
    {
        Book.Apply(new Tick
        {
            Kind = TickKind.Quote,
            Symbol = symbol,
            Time = Clock.Now,
            Bid = (long)(bid * 10_000),
            BidSize = 100,
            Ask = (long)(ask * 10_000),
            AskSize = 100,
            Conditions = ConditionSet.RegularQuote,
        });
        Broker.OnSymbolChanged(symbol);
    }

    public void Trade(decimal price, int symbol = 0)
    {
        Book.Apply(new Tick
        {
            Kind = TickKind.Trade,
            Symbol = symbol,
            Time = Clock.Now,
            Price = (long)(price * 10_000),
            Size = 100,
            Conditions =
            new ConditionSet("@")
        });
        Broker.OnSymbolChanged(symbol);
    }

    /// <summary>Sends an order and lets the broker act on it.</summary>
    public JsonObject Send(string body)
    {
        var order = Broker.Submit(OrderParser.Parse((JsonObject)JsonNode.Parse(body)!));
        Activate();
        return Broker.ReportOrder(Guid.Parse(order["id"]!.ToString()));
    }

    public JsonObject Send(string side, decimal qty, string type = "market", string more = "", string timeInForce = "day") =>
        Send($$"""{"symbol":"AAPL","side":"{{side}}","qty":"{{qty}}","type":"{{type}}","time_in_force":"{{timeInForce}}"{{more}}}""");

    public void Activate()
    {
        while (_accepted.TryDequeue(out var id))
        {
            Broker.Activate(id);
        }
    }

    /// <summary>Sends an order that must be refused.</summary>
    public RefusedException Refused(string body) => Assert.Throws<RefusedException>(() => Send(body))!;

    public JsonObject Report(JsonNode order, bool nested = true) => Broker.ReportOrder(Guid.Parse(order["id"]!.ToString()), nested);

    public void MoveTo(int hour, int minute) => MoveTo(new DateTime(2026, 4, 6, hour, minute, 0));

    public void MoveTo(DateTime wallClock)
    {
        Clock.MoveTo(Nanos.Of(NewYork.At(wallClock)));
        Broker.OnTimeMoved();
        Activate();
    }

    public void Dispose() => Ledger.Dispose();
}
