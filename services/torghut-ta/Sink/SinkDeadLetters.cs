using Confluent.Kafka;
using Torghut.Common.Kafka;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ta.Kafka;
using Torghut.Ta.Observability;
using Torghut.Ta.Runtime;

namespace Torghut.Ta.Sink;

/// <summary>
/// Where records go that cannot be stored. Their offsets are committed only after the letter is in its topic. A letter that the brokers refuse holds its own
/// partition, and nothing else: it is sent again, later each time, and what is behind its record is stored and not committed meanwhile. Used by the sink's
/// thread.
/// </summary>
internal sealed class SinkDeadLetters(KafkaClients clients, ISchemaSource registry, TaMetrics metrics, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan RoomTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(12);

    private readonly CallGuard _guard = new("dead letters of the sink", time);
    private readonly IProducer<byte[]?, byte[]> _producer = clients.Producer(null).Build();
    private readonly Lock _gate = new();
    private Dictionary<TopicPartition, RefusedLetter> _refused = [];
    private RecordEncoder<DeadLetter>? _encoder;

    /// <summary>Whether there are letters that the brokers refused and have not taken since.</summary>
    public bool AnyRefused
    {
        get
        {
            lock (_gate)
            {
                return _refused.Count > 0;
            }
        }
    }

    /// <exception cref="KafkaException">There is no room for it.</exception>
    public void Send(DeadLetter letter, CancellationToken cancellationToken)
    {
        var topic = clients.Options.DeadLetterTopic;
        _encoder ??= RecordEncoders.EncoderAsync(registry, RecordCodecs.DeadLetter, topic, cancellationToken).GetAwaiter().GetResult();
        var message = new Message<byte[]?, byte[]> { Key = letter.Key, Value = _encoder.Encode(letter) };
        var refused = _refused;
        ProducerQueue.Produce(_producer, topic, message, RoomTimeout, report => Reported(refused, letter, report.Error));
    }

    /// <summary>Waits until every letter is in the topic or refused.</summary>
    /// <exception cref="KafkaException">The brokers do not answer; whoever reads the records again sends the letters again.</exception>
    /// <exception cref="CallOverdueException">The client does not return.</exception>
    public void Flush()
    {
        if (_guard.Run(nameof(IProducer<,>.Flush), CallLimits.Outside(FlushTimeout), () => _producer.Flush(FlushTimeout)) > 0)
        {
            throw new KafkaException(ErrorCode.Local_TimedOut);
        }
    }

    /// <summary>An offset of a partition, or the first one whose letter was refused, behind which nothing may be committed.</summary>
    public TopicPartitionOffset Confine(TopicPartitionOffset offset)
    {
        lock (_gate)
        {
            return _refused.TryGetValue(offset.TopicPartition, out var refused) && refused.Letter.Offset < offset.Offset.Value
                ? new TopicPartitionOffset(offset.TopicPartition, refused.Letter.Offset)
                : offset;
        }
    }

    /// <summary>Sends refused letters again whose time has come, one of each partition.</summary>
    /// <exception cref="KafkaException">There is no room for them.</exception>
    /// <exception cref="TaException">The first letter of a partition is in its topic, and only that one was kept: the others' records come again.</exception>
    public void Retry(CancellationToken cancellationToken)
    {
        var due = new List<DeadLetter>();
        lock (_gate)
        {
            foreach (var (partition, refused) in _refused)
            {
                if (refused.IsTaken)
                {
                    throw new TaException(ErrorClass.Kafka, $"Dead letters of {partition} are taken again; its records are read again.", isTransient: true);
                }

                if (refused.IsDue(time))
                {
                    due.Add(refused.Letter);
                }
            }
        }

        foreach (var letter in due)
        {
            Send(letter, cancellationToken);
        }
    }

    /// <summary>The partitions are another's, who reads their records again. What is still reported of their letters says nothing any more.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _refused = [];
        }
    }

    public void Dispose() => ClientDisposal.Of(_producer, _guard);

    private void Reported(Dictionary<TopicPartition, RefusedLetter> letters, DeadLetter letter, Error error)
    {
        var partition = new TopicPartition(letter.Topic, letter.Partition);
        lock (_gate)
        {
            if (!error.IsError)
            {
                if (letters.TryGetValue(partition, out var taken) && taken.Take(letter))
                {
                    letters.Remove(partition);
                }

                return;
            }

            if (!letters.TryGetValue(partition, out var refused))
            {
                letters[partition] = refused = new RefusedLetter(letter);
            }

            if (refused.Refuse(letter, time))
            {
                TaLog.DeadLetterRefused(logger, partition.Topic, partition.Partition.Value, letter.Offset, error.Code, (long)refused.Delay.TotalMilliseconds);
            }
        }

        metrics.SinkError(SinkErrorClasses.DeadLetter);
    }
}
