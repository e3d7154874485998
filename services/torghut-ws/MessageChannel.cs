using Torghut.Contracts.Records;

namespace Torghut.Ws;

/// <summary>Everything that is counted by channel; numbers index tables.</summary>
internal enum MessageChannel
{
    Trades,
    Quotes,
    Bars,
    UpdatedBars,
    DailyBars,
    Corrections,
    CancelErrors,
    Statuses,
    Lulds,
    TradeUpdates,
}

/// <summary>The words for <see cref="MessageChannel"/>.</summary>
internal static class MessageChannels
{
    public static IReadOnlyList<string> Names { get; } =
    [
        Channels.Trades, Channels.Quotes, Channels.Bars, Channels.UpdatedBars, "dailyBars", Channels.Corrections, Channels.CancelErrors, "statuses", "lulds",
        Channels.TradeUpdates,
    ];
}
