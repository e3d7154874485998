using Torghut.Contracts.Records;

namespace Torghut.Ws.Observability;

/// <summary>The words for <see cref="MessageChannel"/>.</summary>
internal static class MessageChannels
{
    public static IReadOnlyList<string> Names { get; } =
    [
        Channels.Trades, Channels.Quotes, Channels.Bars, Channels.UpdatedBars, "dailyBars", Channels.Corrections, Channels.CancelErrors, "statuses", "lulds",
        Channels.TradeUpdates,
    ];
}
