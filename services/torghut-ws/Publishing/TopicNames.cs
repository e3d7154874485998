namespace Torghut.Ws.Publishing;

/// <summary>The configured name of each topic.</summary>
internal sealed class TopicNames(PublishingOptions options)
{
    private readonly string[] _names = [options.TopicTrades, options.TopicQuotes, options.TopicBars, options.TopicStatus, options.TopicTradeUpdates];

    public static IReadOnlyList<ProduceTopic> All { get; } = Enum.GetValues<ProduceTopic>();

    public string this[ProduceTopic topic] => _names[(int)topic];
}
