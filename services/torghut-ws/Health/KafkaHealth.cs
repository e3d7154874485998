using Confluent.Kafka;
using Torghut.Common.Kafka;

namespace Torghut.Ws.Health;

/// <summary>
/// Whether Kafka takes what we send: its metadata names every topic, the last produce succeeded, and what is in flight keeps being
/// acknowledged. Safe for concurrent use; what happens for every record takes no lock.
/// </summary>
internal sealed class KafkaHealth(HealthOptions options, TimeProvider time)
{
    private readonly TaskCompletionSource _metadataSeen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _schemasKnown;
    private volatile bool _ownTopicsRead;
    private volatile string? _readClass;
    private volatile bool _metadataKnown;
    private volatile string? _metadataClass;
    private volatile string? _produceClass;
    private volatile string? _fatal;
    private int _inFlight;
    private long _failures;
    private long _progressAt;

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>
    /// Whether producing goes on, as a log's reader would say it: a position that every acknowledgement moves, and an end that is ahead of it while records
    /// are in flight.
    /// </summary>
    public (long Position, long End) Progress
    {
        get
        {
            var position = Volatile.Read(ref _progressAt);
            return (position, InFlight > 0 ? long.MaxValue : position);
        }
    }

    /// <summary>Why the client takes no record any more, whatever the brokers do from now on; null while it does.</summary>
    public string? Fatal => _fatal;

    /// <summary>Records that Kafka did not take, since the start.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    public (bool Holds, string? ErrorClass) State
    {
        get
        {
            var errorClass = Class;
            return (errorClass is null, errorClass);
        }
    }

    private string? Class
    {
        get
        {
            if (_metadataClass == KafkaErrorClass.Authentication)
            {
                return KafkaErrorClass.Authentication;
            }

            if (_fatal is not null)
            {
                return KafkaErrorClass.Produce;
            }

            if (!_metadataSeen.Task.IsCompleted)
            {
                return _metadataClass ?? KafkaErrorClass.Metadata;
            }

            var stalled = InFlight > 0 && time.GetElapsedTime(Volatile.Read(ref _progressAt)) >= options.ProduceStall;
            return _produceClass
                ?? (stalled ? KafkaErrorClass.Produce : _metadataKnown && _schemasKnown && _ownTopicsRead ? null
                    : _metadataClass ?? _readClass ?? KafkaErrorClass.Metadata);
        }
    }

    /// <summary>The registry gave the schema ids.</summary>
    public void SchemasKnown() => _schemasKnown = true;

    /// <summary>What earlier runs left in the own topics is known.</summary>
    public void OwnTopicsRead() => _ownTopicsRead = true;

    /// <summary>The own topics cannot be read.</summary>
    public void OwnTopicsUnreadable(string errorClass) => _readClass = errorClass;

    /// <summary>Every topic has metadata.</summary>
    public void MetadataKnown()
    {
        _metadataKnown = true;
        _metadataClass = null;
        if (InFlight == 0)
        {
            // Nothing is waiting and the cluster answers: an earlier connection error is over.
            _produceClass = null;
        }

        _metadataSeen.TrySetResult();
    }

    /// <summary>The cluster does not answer, or a topic is missing.</summary>
    public void MetadataFailed(string errorClass)
    {
        _metadataKnown = false;
        _metadataClass = errorClass;
    }

    /// <summary>Waits until every topic had metadata once.</summary>
    public Task WaitForMetadataAsync(CancellationToken cancellationToken) => _metadataSeen.Task.WaitAsync(cancellationToken);

    /// <summary>A record is about to be handed over.</summary>
    public void Accepted(long now)
    {
        if (Interlocked.Increment(ref _inFlight) == 1)
        {
            Volatile.Write(ref _progressAt, now);
        }
    }

    /// <summary>The record found no room after all.</summary>
    public void Withdrawn() => Interlocked.Decrement(ref _inFlight);

    public void Delivered(long now)
    {
        Interlocked.Decrement(ref _inFlight);
        Volatile.Write(ref _progressAt, now);
        if (_produceClass is not null)
        {
            _produceClass = null;
        }
    }

    public void Failed(string errorClass)
    {
        Interlocked.Decrement(ref _inFlight);
        Interlocked.Increment(ref _failures);
        _produceClass = errorClass;
    }

    /// <summary>The client reports trouble outside any record.</summary>
    public void ClientError(Error error)
    {
        var errorClass = KafkaErrorClass.Of(error, KafkaErrorClass.Produce);
        if (errorClass == KafkaErrorClass.Authentication)
        {
            MetadataFailed(errorClass);
        }
        else if (error.IsFatal)
        {
            _fatal = error.Reason;
        }
        else if (error.Code == ErrorCode.Local_AllBrokersDown)
        {
            _produceClass = errorClass;
        }
    }
}
