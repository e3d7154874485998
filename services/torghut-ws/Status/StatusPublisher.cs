using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Universe;

namespace Torghut.Ws.Status;

/// <summary>
/// Writes status records. They are queued as they happen and never waited for; what finds no room in Kafka's queue is written ahead of the next that does.
/// </summary>
internal sealed class StatusPublisher(
    PublisherBootstrap start, UniverseOptions universe, WsMetrics metrics, TimeProvider time, ILogger<StatusPublisher> logger)
{
    private readonly Lock _lock = new();
    private readonly StatusQueue _queue = new();

    /// <summary>The record's symbol and Kafka key: one line of history for each forwarder.</summary>
    private readonly string _symbol = SymbolOf(universe);

    /// <summary>The symbol of a forwarder's records.</summary>
    public static string SymbolOf(UniverseOptions universe) => universe.ShardCount == 1 ? "torghut-ws" : $"torghut-ws-{universe.ShardIndex}";

    public void Publish(string status, string? reason, string? errorClass, int attempt)
    {
        if (!start.Publisher.IsCompletedSuccessfully)
        {
            return;
        }

        var publisher = start.Publisher.Result;
        var now = Nanos.Now(time);
        var envelope = publisher.Envelope(now, now, Channels.Status, _symbol, true, Sources.WebSocket);
        var record = new ForwarderStatus(envelope, status, reason, errorClass, attempt, metrics.LastLagMilliseconds);
        lock (_lock)
        {
            if (_queue.Offer(record, waiting => publisher.TryPublish(waiting, time.GetTimestamp())))
            {
                WsLog.StatusKept(logger, status, reason);
            }
        }
    }
}
