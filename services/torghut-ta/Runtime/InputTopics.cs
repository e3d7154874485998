using Torghut.Ta.Kafka;

namespace Torghut.Ta.Runtime;

/// <summary>The logs that compute reads, in the order of <see cref="InputKind"/>.</summary>
internal static class InputTopics
{
    public static IReadOnlyList<string> Of(TaKafkaOptions options) => [options.TradesTopic, options.QuotesTopic, options.Bars1mTopic];
}
