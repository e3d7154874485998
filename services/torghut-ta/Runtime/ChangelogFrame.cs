using System.Text;

namespace Torghut.Ta.Runtime;

/// <summary>
/// One changelog record: the key is <c>group/symbol</c>, so that a replay group and the live one keep their states apart in the same
/// topic; the value begins with a version and the number of records of the same commit that follow, so that a commit that a crash cut
/// short is recognised.
/// </summary>
internal static class ChangelogFrame
{
    private const byte Version = 1;
    private const int HeaderSize = 5;

    public static byte[] Key(string group, string symbol) => Encoding.UTF8.GetBytes($"{group}/{symbol}");

    public static bool IsOfGroup(ReadOnlySpan<byte> key, ReadOnlySpan<byte> groupPrefix) => key.StartsWith(groupPrefix);

    public static byte[] Value(int following, ReadOnlySpan<byte> state)
    {
        var value = new byte[HeaderSize + state.Length];
        value[0] = Version;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(value.AsSpan(1), following);
        state.CopyTo(value.AsSpan(HeaderSize));
        return value;
    }

    /// <exception cref="TaException">The record was not written by a version that this one reads.</exception>
    public static ReadOnlyMemory<byte> Read(byte[] value, out int following)
    {
        if (value.Length < HeaderSize || value[0] != Version)
            throw new TaException(ErrorClass.State, $"A changelog record of {value.Length} bytes does not have version {Version}.", isTransient: false);
        following = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(value.AsSpan(1));
        return value.AsMemory(HeaderSize);
    }
}
