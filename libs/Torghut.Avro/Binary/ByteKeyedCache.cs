using System.Numerics;
using System.Runtime.InteropServices;

namespace Torghut.Avro;

/// <summary>A set-associative cache keyed by bytes: each key may be in one of four places; a newcomer replaces them in turn.</summary>
internal sealed class ByteKeyedCache<T>
    where T : class
{
    private const int Ways = 4;
    private readonly Entry[] _entries;
    private readonly int _setMask;
    private int _turn;

    public ByteKeyedCache(int capacity)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacity, Ways));
        _entries = new Entry[size];
        _setMask = (size / Ways) - 1;
    }

    /// <summary>The value of <paramref name="key"/>, or null and the place where <see cref="Put"/> may store it.</summary>
    public T? Find(ReadOnlySpan<byte> key, out int place)
    {
        var hash = Hash(key);
        var first = ((int)(hash >> 40) & _setMask) * Ways;
        for (var i = first; i < first + Ways; i++)
        {
            ref readonly var entry = ref _entries[i];
            if (entry.Hash == hash && entry.Key is not null && key.SequenceEqual(entry.Key))
            {
                place = i;
                return entry.Value;
            }
        }

        _turn = (_turn + 1) % Ways;
        place = first + _turn;
        return null;
    }

    public T Put(int place, ReadOnlySpan<byte> key, T value)
    {
        _entries[place] = new Entry(Hash(key), key.ToArray(), value);
        return value;
    }

    // Multiply-and-fold over words: quick on the short keys that come here. Collisions cost speed only, the keys themselves are compared.
    private static ulong Hash(ReadOnlySpan<byte> key)
    {
        unchecked
        {
            var hash = 0x9E3779B97F4A7C15UL ^ (ulong)key.Length;
            var words = MemoryMarshal.Cast<byte, ulong>(key);
            foreach (var word in words)
            {
                hash = Mix(hash ^ word);
            }

            foreach (var value in key[(words.Length * sizeof(ulong))..])
            {
                hash = (hash ^ value) * 0x100000001B3UL;
            }

            return Mix(hash);
        }
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, 0xD6E8FEB86659FD93UL, out var low);
        return high ^ low;
    }

    private readonly record struct Entry(ulong Hash, byte[]? Key, T? Value);
}
