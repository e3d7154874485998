using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Torghut.Sandbox.Kafka.Log;

/// <summary>The last offset of every key in a part of the log, by 128 bits of the key's hash.</summary>
internal sealed class KeyIndex
{
    private readonly Dictionary<UInt128, long> _last = [];

    public void Add(ReadOnlySpan<byte> key, long offset) => _last[Hash(key)] = offset;

    public bool IsLast(ReadOnlySpan<byte> key, long offset) => !_last.TryGetValue(Hash(key), out var last) || offset >= last;

    private static UInt128 Hash(ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
