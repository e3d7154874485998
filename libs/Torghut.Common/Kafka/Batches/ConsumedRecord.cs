using Confluent.Kafka;

namespace Torghut.Common.Kafka.Batches;

/// <summary>A record where librdkafka has it: nothing of it is copied, and nothing is left of it once the reader has gone on.</summary>
public readonly unsafe ref struct ConsumedRecord
{
    private readonly NativeMessage* _message;

    internal ConsumedRecord(NativeMessage* message, int topic)
    {
        _message = message;
        Topic = topic;
    }

    /// <summary>Number of the topic in the list that the reader was made with.</summary>
    public int Topic { get; }

    public int Partition => _message->Partition;

    public long Offset => _message->Offset;

    /// <summary>Whether this is no record but tells that there is none at <see cref="Offset"/> yet.</summary>
    public bool IsPartitionEnd => _message->Error == (int)ErrorCode.Local_PartitionEOF;

    public bool HasKey => _message->Key != 0;

    public ReadOnlySpan<byte> Key => new((void*)_message->Key, checked((int)_message->KeySize));

    /// <summary>False for a tombstone.</summary>
    public bool HasValue => _message->Value != 0;

    public ReadOnlySpan<byte> Value => new((void*)_message->Value, checked((int)_message->ValueSize));
}
