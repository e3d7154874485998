namespace Torghut.Contracts;

/// <summary>Names of the suite's Kafka topics.</summary>
public static class Topics
{
    public const string Trades = "torghut.trades.v1";
    public const string Quotes = "torghut.quotes.v1";
    public const string Bars1m = "torghut.bars.1m.v1";
    public const string Status = "torghut.status.v1";
    public const string TradeUpdates = "torghut.trade-updates.v1";
    public const string TaMicrobars = "torghut.ta.bars.1s.v1";
    public const string TaSignals = "torghut.ta.signals.v1";
    public const string TaStatus = "torghut.ta.status.v1";
    public const string TaState = "torghut.ta.state.v1";
    public const string DeadLetter = "torghut.dead-letter.v1";

    /// <summary>Bytes of the largest record of <see cref="TaState"/>: all that is known of one symbol, a burst of its trades included.</summary>
    public const int LargestTaState = 4 * 1024 * 1024;

    /// <summary>What a batch takes besides its records, and more.</summary>
    private const int BatchOverhead = 1024 * 1024;

    /// <summary>Every topic with what the contract fixes for it.</summary>
    public static IReadOnlyList<TopicDefinition> All { get; } =
    [
        new(Trades, 3, TimeSpan.FromDays(7), TopicCleanup.Delete),
        new(Quotes, 3, TimeSpan.FromDays(7), TopicCleanup.Delete),
        new(Bars1m, 3, TimeSpan.FromDays(30), TopicCleanup.Delete),
        new(Status, 3, TimeSpan.FromDays(7), TopicCleanup.CompactAndDelete),
        new(TradeUpdates, 3, TimeSpan.FromDays(7), TopicCleanup.Delete),
        new(TaMicrobars, 3, TimeSpan.FromDays(14), TopicCleanup.Delete),
        new(TaSignals, 3, TimeSpan.FromDays(14), TopicCleanup.Delete),
        new(TaStatus, 1, TimeSpan.FromDays(7), TopicCleanup.CompactAndDelete),
        new(TaState, 3, null, TopicCleanup.Compact, LargestTaState + BatchOverhead),
        new(DeadLetter, 3, TimeSpan.FromDays(14), TopicCleanup.Delete),
    ];
}
