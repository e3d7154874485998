using Confluent.Kafka;
using Torghut.Common.Kafka;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ws.Backfill;
using Torghut.Ws.Dedup;
using Torghut.Ws.Health;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;

namespace Torghut.Ws.Resume;

/// <summary>
/// Reads at start what earlier runs left in the service's own topics: the last numbers, until when the socket's trades are there, and those that history
/// may bring again. Obeys ADR 0029 (docs/adr/0029-resuming-from-the-own-topics.md).
/// </summary>
internal sealed class OwnTopics(
    PublishingOptions publishing,
    BackfillOptions backfill,
    ReceivedBefore received,
    TopicNames topics,
    ISchemaSource registry,
    KafkaHealth health,
    TimeProvider time,
    ILogger<OwnTopics> logger) : IOwnTopics
{
    /// <summary>Records at a partition's end that are looked at. The last has the largest number unless forwarders with other clocks share it.</summary>
    private const int Tail = 256;

    /// <summary>Trades that are remembered: as many as a gap's set holds.</summary>
    private const int MostTrades = 200_000;

    /// <summary>Year 2116. No clock gives a larger number: such a record is forged, and counting on from it would soon reach the largest long.</summary>
    private const long LargestSeq = long.MaxValue / 2;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <summary>For everything that is read at once, many times what it takes; each request has a limit of the client's own.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>A record's time in Kafka is taken behind its receipt, but the two clocks are not the same.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task<PublishedBefore> ReadAsync(CancellationToken cancellationToken)
    {
        var logged = false;
        while (true)
        {
            try
            {
                // The client has no asynchronous form of its calls, and the pool as many threads as there are cores: on one of its own.
                var reading = Task.Factory.StartNew(
                    () => ReadOnceAsync(cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
                var before = await reading.WaitAsync(Limit, time, cancellationToken);
                health.OwnTopicsRead();
                WsLog.Resuming(logger, before.LastSeq, before.ReceivedUntil, before.Trades.Count);
                return before;
            }
            catch (Exception failure) when (failure is KafkaException or SchemaSourceException or TimeoutException)
            {
                health.OwnTopicsUnreadable(
                    failure is KafkaException { Error: var error } ? KafkaErrorClass.Of(error, KafkaErrorClass.Metadata) : KafkaErrorClass.Metadata);
                if (!logged)
                {
                    WsLog.OwnTopicsUnreadable(logger, failure);
                }

                logged = true;
            }

            await Task.Delay(RetryPause, time, cancellationToken);
        }
    }

    private async Task<PublishedBefore> ReadOnceAsync(CancellationToken cancellationToken)
    {
        using var reader = new OwnTopicReader(publishing.Connection, topics, registry, time, health.ClientError, logger);
        var trades = await reader.EndsAsync(ProduceTopic.Trades, RecordCodecs.Trade, Tail, cancellationToken);
        var quotes = await reader.EndsAsync(ProduceTopic.Quotes, RecordCodecs.Quote, Tail, cancellationToken);
        var bars = await reader.EndsAsync(ProduceTopic.Bars, RecordCodecs.Bar, Tail, cancellationToken);
        var statuses = await reader.EndsAsync(ProduceTopic.Status, RecordCodecs.ForwarderStatus, Tail, cancellationToken);
        var updates = await reader.EndsAsync(ProduceTopic.TradeUpdates, RecordCodecs.TradeUpdate, Tail, cancellationToken);
        var lastSeq = trades.Select(record => record.Value.Envelope)
            .Concat(quotes.Select(record => record.Value.Envelope))
            .Concat(bars.Select(record => record.Value.Envelope))
            .Concat(statuses.Select(record => record.Value.Envelope))
            .Concat(updates.Select(record => record.Value.Envelope))
            .Select(envelope => envelope.Seq)
            .Where(seq => seq < LargestSeq)
            .DefaultIfEmpty(long.MinValue)
            .Max();
        if (!backfill.Trades)
        {
            return new PublishedBefore(lastSeq, null, []);
        }

        var until = received.Until(reader.Partitions(ProduceTopic.Trades), trades, [.. statuses.Select(record => record.Value)]);
        var since = (until ?? time.GetUtcNow() - backfill.TradesLookback) - Gap.Margin - Slack;
        var published = await reader.SinceAsync(ProduceTopic.Trades, RecordCodecs.Trade, since, MostTrades, cancellationToken);
        return new PublishedBefore(
            lastSeq, until, [.. published.Where(record => record.Value.Envelope.Channel == Channels.Trades).Select(record => DedupKey.Of(record.Value))]);
    }
}
