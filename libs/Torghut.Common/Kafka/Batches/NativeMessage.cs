using System.Runtime.InteropServices;

namespace Torghut.Common.Kafka.Batches;

/// <summary><c>rd_kafka_message_t</c> of rdkafka.h, field for field.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct NativeMessage
{
    /// <summary>0 for a record; the end of a partition and failures of it come as messages, too.</summary>
    public int Error;
    public nint Topic;
    public int Partition;

    /// <summary>Null for a record without a value; the words of an error.</summary>
    public nint Value;
    public nuint ValueSize;
    public nint Key;
    public nuint KeySize;
    public long Offset;
    public nint Opaque;
}
