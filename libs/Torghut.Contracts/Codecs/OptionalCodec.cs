using Torghut.Avro;

namespace Torghut.Contracts.Codecs;

/// <summary>Values of the unions <c>["null", T]</c>.</summary>
internal static class OptionalCodec
{
    /// <summary>Writes the branch; true when the value must follow.</summary>
    public static bool WritePresent(bool present, ref AvroWriter writer)
    {
        writer.WriteUnionIndex(present ? 1 : 0);
        return present;
    }

    public static void WriteDouble(double? value, ref AvroWriter writer)
    {
        if (WritePresent(value.HasValue, ref writer))
        {
            writer.WriteDouble(value.GetValueOrDefault());
        }
    }

    public static double? ReadDouble(ref AvroReader reader) => reader.ReadPresent() ? reader.ReadDouble() : null;

    public static void WriteLong(long? value, ref AvroWriter writer)
    {
        if (WritePresent(value.HasValue, ref writer))
        {
            writer.WriteLong(value.GetValueOrDefault());
        }
    }

    public static long? ReadLong(ref AvroReader reader) => reader.ReadPresent() ? reader.ReadLong() : null;

    public static void WriteString(string? value, ref AvroWriter writer)
    {
        if (WritePresent(value is not null, ref writer))
        {
            writer.WriteString(value);
        }
    }

    public static string? ReadString(ref AvroReader reader, AvroStringPool strings) => reader.ReadPresent() ? reader.ReadString(strings) : null;

    public static void WriteBytes(byte[]? value, ref AvroWriter writer)
    {
        if (WritePresent(value is not null, ref writer))
        {
            writer.WriteBytes(value);
        }
    }

    public static byte[]? ReadBytes(ref AvroReader reader) => reader.ReadPresent() ? reader.ReadBytes().ToArray() : null;
}
