using System.Runtime.InteropServices;

namespace Torghut.Ws.Publishing.Native;

/// <summary><c>rd_kafka_message_t</c> of rdkafka.h, field for field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeMessage
{
    public readonly int Error;
    public readonly nint Topic;
    public readonly int Partition;
    public readonly nint Value;
    public readonly nuint ValueSize;
    public readonly nint Key;
    public readonly nuint KeySize;
    public readonly long Offset;
    public readonly nint Opaque;
}
