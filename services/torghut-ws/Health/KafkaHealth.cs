using Confluent.Kafka;
using Torghut.Common.Kafka;

namespace Torghut.Ws.Health;

/// <summary>
/// Whether Kafka takes what we send: its metadata names every topic, the last produce succeeded, and what is in flight keeps being
/// acknowledged. Safe for concurrent use.
/// </summary>
internal sealed class KafkaHealth(HealthOptions options, TimeProvider time)
{
    private readonly Lock _changing = new();
    private readonly TaskCompletionSource _metadataSeen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _schemasKnown;
    private bool _metadataKnown;
    private string? _metadataClass;
    private string? _produceClass;
    private int _inFlight;
    private long _progressAt;

    public (bool Holds, string? ErrorClass) State
    {
        get
        {
            lock (_changing)
            {
                var stalled = _inFlight > 0 && time.GetElapsedTime(_progressAt) >= options.ProduceStall;
                var errorClass = _metadataClass == KafkaErrorClass.Authentication ? _metadataClass
                    : _produceClass ?? (stalled ? KafkaErrorClass.Produce : _metadataKnown && _schemasKnown ? null : _metadataClass ?? KafkaErrorClass.Metadata);
                return (errorClass is null, errorClass);
            }
        }
    }

    /// <summary>The registry told the schema ids.</summary>
    public void SchemasKnown()
    {
        lock (_changing)
        {
            _schemasKnown = true;
        }
    }

    /// <summary>Every topic has metadata.</summary>
    public void MetadataKnown()
    {
        lock (_changing)
        {
            _metadataKnown = true;
            _metadataClass = null;
            if (_inFlight == 0)
            {
                // Nothing is waiting and the cluster answers: an earlier connection error is over.
                _produceClass = null;
            }
        }

        _metadataSeen.TrySetResult();
    }

    /// <summary>The cluster does not answer, or a topic is missing.</summary>
    public void MetadataFailed(string errorClass)
    {
        lock (_changing)
        {
            _metadataKnown = false;
            _metadataClass = errorClass;
        }
    }

    /// <summary>Waits until every topic had metadata once.</summary>
    public Task WaitForMetadataAsync(CancellationToken cancellationToken) => _metadataSeen.Task.WaitAsync(cancellationToken);

    public void Accepted()
    {
        lock (_changing)
        {
            if (_inFlight++ == 0)
            {
                _progressAt = time.GetTimestamp();
            }
        }
    }

    public void Delivered()
    {
        lock (_changing)
        {
            _inFlight--;
            _progressAt = time.GetTimestamp();
            _produceClass = null;
        }
    }

    public void Failed(string errorClass)
    {
        lock (_changing)
        {
            _inFlight--;
            _progressAt = time.GetTimestamp();
            _produceClass = errorClass;
        }
    }

    /// <summary>The client reports trouble outside any record.</summary>
    public void ClientError(Error error)
    {
        var errorClass = KafkaErrorClass.Of(error, KafkaErrorClass.Produce);
        if (errorClass == KafkaErrorClass.Authentication)
        {
            MetadataFailed(errorClass);
        }
        else if (error.Code == ErrorCode.Local_AllBrokersDown || error.IsFatal)
        {
            lock (_changing)
            {
                _produceClass = errorClass;
            }
        }
    }
}
