using Torghut.Contracts.Records;

namespace Torghut.Contracts.Tests;

/// <summary>One readable record of each type, for the golden files.</summary>
internal static class SampleRecords
{
    private const long Ingest = 1_381_152_600_123_456_789;
    private const long Event = 1_381_152_600_000_000_001;

    public static Trade Trade { get; } = new(
        Head(Channels.Corrections), 52983525029461, 130.25, 100, "V", ["@", "I"], "C", new OriginalTrade(52983525029460, 130.5, 50, ["@"]), null,
        new CorporateAction(CorporateActionKinds.Split, Event, 10));

    public static Quote Quote { get; } = new(Head(Channels.Quotes), 130.25, 300, "V", 130.26, 200, "Q", ["R"], "C");

    public static Bar Bar { get; } = new(Head(Channels.UpdatedBars), 130, 131, 129.5, 130.75, 12345, 67, 130.4, true);

    public static Microbar Microbar { get; } =
        new(Derived(Channels.Microbars), 130, 131, 129.5, 130.75, 1200, 130.4, 12, new Lineage(Topics.Trades, 2, 100, 111));

    public static Signal Signal { get; } = new(
        Derived(Channels.Signals), new Macd(0.25, 0.2, 0.05), new Ema(130.5, 130.25), 55.5, new Bollinger(130, 131, 129), new SignalVwap(130.1, null),
        new Imbalance(0.01, 130.25, 130.26, 300, 200), 0.0125, new Lineage(Topics.Trades, 2, 100, 111), CorporateActionKinds.Split);

    public static TradeUpdate TradeUpdate { get; } = new(
        Head(Channels.TradeUpdates), "paper", "partial_fill", "e-1", "o-1", "c-1", "partially_filled", "162.92", "3", "3", "3", "162.92", """{"id":"o-1"}""");

    public static ForwarderStatus ForwarderStatus { get; } = new(Head(Channels.Status), "reconnect", "socket_silent", "unknown", 3, 250);

    public static TaStatus TaStatus { get; } = new(Head(Channels.Status), 1500, Event, "ok", 42);

    public static DeadLetter DeadLetter { get; } = new(Topics.Trades, 1, 77, "malformed: the data ends inside an integer", [65], [0, 255]);

    private static Envelope Head(string channel) => new(Ingest, Event, "iex", channel, "AAPL", 17, true, Sources.WebSocket, null);

    private static Envelope Derived(string channel) =>
        new(Ingest, Event, "iex", channel, "AAPL", 1_381_152_599, true, Sources.TechnicalAnalysis, new Window("PT1S", "PT1S", Event - 1_000_000_000, Event));
}
