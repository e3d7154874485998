using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Universe;

namespace Torghut.Ws.Status;

/// <summary>Writes status records. They are queued as they happen and never waited for: a full queue drops them and logs it.</summary>
internal sealed class StatusPublisher(
    PublisherBootstrap start, UniverseOptions universe, WsMetrics metrics, TimeProvider time, ILogger<StatusPublisher> logger)
{
    /// <summary>The record's symbol and Kafka key: one line of history for each forwarder.</summary>
    private readonly string _symbol = universe.ShardCount == 1 ? "torghut-ws" : $"torghut-ws-{universe.ShardIndex}";

    private volatile bool _dropping;

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
        var dropped = !publisher.TryPublish(record, time.GetTimestamp());
        if (dropped && !_dropping)
        {
            WsLog.StatusDropped(logger, status, reason);
        }

        _dropping = dropped;
    }
}
