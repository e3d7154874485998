namespace Torghut.Ws.Publishing;

/// <summary>Hands bytes to Kafka. Safe for concurrent use.</summary>
internal interface IRecordProducer : IDisposable
{
    /// <summary>Records accepted but not yet acknowledged or failed.</summary>
    int InFlight { get; }

    /// <summary>Accepts a record; its fate is counted in the metrics and in <see cref="Health.KafkaHealth"/>.</summary>
    /// <param name="startedAt"><see cref="TimeProvider.GetTimestamp"/> when the datum was received, for the latency histogram.</param>
    /// <param name="traceParent">W3C trace context for the record's header; empty for none.</param>
    /// <returns>False when the queue is full; the caller waits and tries again.</returns>
    bool TryProduce(ProduceTopic topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long startedAt, ReadOnlySpan<byte> traceParent = default);

    /// <summary>Waits until nothing is in flight.</summary>
    /// <returns>Records still in flight when the token was cancelled.</returns>
    int Flush(CancellationToken cancellationToken);
}
