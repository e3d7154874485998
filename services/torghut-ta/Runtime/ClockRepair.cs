using Confluent.Kafka;
using Torghut.Contracts.Time;
using Torghut.Ta.Engine;
using Torghut.Ta.EventTime;
using Torghut.Ta.Kafka;

namespace Torghut.Ta.Runtime;

/// <summary>
/// Sets restored clocks back that are ahead of their logs, as an older build's are that believed any time. The log is asked only where the saved clocks
/// do not already show that all is well. Obeys ADR 0024 (docs/adr/0024-plausibility.md).
/// </summary>
internal sealed class ClockRepair(TaKafkaOptions kafka, LogWitness witness, TimeSpan maxFuture)
{
    /// <summary>Looks at both clocks of a restored engine and repairs what is wrong.</summary>
    /// <param name="saved">What the last commit kept; null where an earlier build committed.</param>
    /// <param name="next">Next offset of each log.</param>
    public IReadOnlyList<RepairedClock> Run(PartitionEngine engine, SavedClocks? saved, CommittedOffsets next, CancellationToken cancellationToken)
    {
        var repaired = new List<RepairedClock>();
        var trades = new TopicPartition(kafka.TradesTopic, engine.Partition);
        if (IsSuspect(saved?.Trades) && Find(InputKind.Trade, trades, engine.Trades, next.Trades, cancellationToken) is { } latestTrade)
        {
            repaired.Add(new RepairedClock(trades.Topic, engine.Partition, Nanos.ToSeconds(engine.Trades.MaxEventTs - latestTrade)));
            engine.SetTradesBack(latestTrade);
        }

        var quotes = new TopicPartition(kafka.QuotesTopic, engine.Partition);
        if (IsSuspect(saved?.Quotes) && Find(InputKind.Quote, quotes, engine.Quotes, next.Quotes, cancellationToken) is { } latestQuote)
        {
            repaired.Add(new RepairedClock(quotes.Topic, engine.Partition, Nanos.ToSeconds(engine.Quotes.MaxEventTs - latestQuote)));
            engine.SetQuotesBack(latestQuote);
        }

        return repaired;
    }

    private bool IsSuspect(SavedClock? saved) => saved is not { } clock || clock.IsAhead(Nanos.Of(maxFuture));

    /// <summary>Where the clock belongs; null when it is right, or when nothing is left of the log to tell.</summary>
    private long? Find(InputKind kind, TopicPartition partition, PartitionWatermark clock, long next, CancellationToken cancellationToken)
    {
        if (!clock.HasEvents || next < 0 || witness.Ask(kind, partition, next, cancellationToken) is not { } times)
        {
            return null;
        }

        return new SavedClock(clock.MaxEventTs, clock.ClosedSecond, times.Receipt).IsAhead(Nanos.Of(maxFuture)) ? times.Latest : null;
    }
}
