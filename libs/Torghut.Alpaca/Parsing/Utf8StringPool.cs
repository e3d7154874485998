using System.Runtime.InteropServices;
using System.Text;

namespace Torghut.Alpaca.Parsing;

/// <summary>
/// Turns short UTF-8 texts into strings, the same text into the same string. It stops remembering when it is full, so that a hostile feed
/// costs allocations but not memory. Not safe for concurrent use.
/// </summary>
/// <param name="capacity">Most strings remembered.</param>
internal sealed class Utf8StringPool(int capacity)
{
    private const int LongestRemembered = 32;

    private readonly string[] _singles = [.. Enumerable.Range(0, 128).Select(character => ((char)character).ToString())];
    private Entry[] _table = new Entry[256];
    private int _count;

    public string Get(ReadOnlySpan<byte> text)
    {
        if (text.Length <= 1)
        {
            return text.IsEmpty ? "" : text[0] < 128 ? _singles[text[0]] : Encoding.UTF8.GetString(text);
        }

        if (text.Length > LongestRemembered)
        {
            return Encoding.UTF8.GetString(text);
        }

        var hash = SpanHash.Compute(text);
        for (var slot = hash & (uint)(_table.Length - 1); ; slot = (slot + 1) & (uint)(_table.Length - 1))
        {
            ref var entry = ref _table[slot];
            if (entry.Bytes is null)
            {
                return Remember(text, hash);
            }

            if (entry.Hash == hash && text.SequenceEqual(entry.Bytes))
            {
                return entry.Text;
            }
        }
    }

    private string Remember(ReadOnlySpan<byte> text, uint hash)
    {
        var value = Encoding.UTF8.GetString(text);
        if (_count >= capacity)
        {
            return value;
        }

        if (_count * 2 >= _table.Length)
        {
            Grow();
        }

        Insert(new Entry(hash, text.ToArray(), value));
        _count++;
        return value;
    }

    private void Grow()
    {
        var old = _table;
        _table = new Entry[old.Length * 2];
        foreach (var entry in old.Where(entry => entry.Bytes is not null))
        {
            Insert(entry);
        }
    }

    private void Insert(Entry entry)
    {
        var slot = entry.Hash & (uint)(_table.Length - 1);
        while (_table[slot].Bytes is not null)
        {
            slot = (slot + 1) & (uint)(_table.Length - 1);
        }

        _table[slot] = entry;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(uint Hash, byte[] Bytes, string Text);
}
