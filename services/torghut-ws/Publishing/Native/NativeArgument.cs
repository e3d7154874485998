using System.Runtime.InteropServices;

namespace Torghut.Ws.Publishing.Native;

/// <summary>
/// <c>rd_kafka_vu_t</c> of rdkafka.h: a type and a union of 64 bytes. Which of the fields below holds what depends on the type: a pointer alone, a pointer
/// and a size, or a header's name, value and size.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
internal readonly unsafe struct NativeArgument
{
    // rd_kafka_vtype_t
    private const int TopicHandle = 2;
    private const int ValueType = 4;
    private const int KeyType = 5;
    private const int OpaqueType = 6;
    private const int FlagsType = 7;
    private const int HeaderType = 9;

    [FieldOffset(0)]
    private readonly int _type;

    [FieldOffset(8)]
    private readonly nint _first;

    [FieldOffset(16)]
    private readonly nint _second;

    [FieldOffset(24)]
    private readonly nint _third;

    private NativeArgument(int type, nint first, nint second = 0, nint third = 0)
    {
        _type = type;
        _first = first;
        _second = second;
        _third = third;
    }

    public static NativeArgument Topic(nint handle) => new(TopicHandle, handle);

    /// <summary>The library copies key and value before it returns.</summary>
    public static NativeArgument CopyPayload() => new(FlagsType, LibRdKafka.CopyPayload);

    public static NativeArgument Key(byte* bytes, nuint size) => new(KeyType, (nint)bytes, (nint)size);

    public static NativeArgument Value(byte* bytes, nuint size) => new(ValueType, (nint)bytes, (nint)size);

    public static NativeArgument Opaque(nint ticket) => new(OpaqueType, ticket);

    /// <param name="name">Ends with a zero.</param>
    /// <param name="value">Its bytes.</param>
    /// <param name="size">Their number.</param>
    public static NativeArgument Header(byte* name, byte* value, nint size) => new(HeaderType, (nint)name, (nint)value, size);
}
