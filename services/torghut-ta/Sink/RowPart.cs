using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Torghut.Ta.Sink;

/// <summary>Some rows of a batch that are inserted together, with the token that always names these rows and no others.</summary>
internal sealed class RowPart
{
    /// <summary>A block that touches more days than this is refused by ClickHouse sooner or later, and makes as many parts.</summary>
    public const int MaxDays = 50;

    private readonly RowBatch _batch;
    private readonly IReadOnlyList<BatchRow> _rows;

    private RowPart(RowBatch batch, IReadOnlyList<BatchRow> rows, string token)
    {
        _batch = batch;
        _rows = rows;
        Token = token;
    }

    public string Token { get; }

    public int Count => _rows.Count;

    public BatchRow First => _rows[0];

    /// <summary>A batch's parts of at most <see cref="MaxDays"/> days each, the newest days first: those are waited for.</summary>
    public static IReadOnlyList<RowPart> Of(RowBatch batch)
    {
        var token = string.Create(CultureInfo.InvariantCulture, $"{batch.Offsets.Token()} #{ContentOf(batch):x16}");
        return batch.Days <= MaxDays
            ? [new RowPart(batch, batch.Index, token)]
            : [.. ByDay(batch.Index).Chunk(MaxDays).Select(days => Part(batch, [.. days.SelectMany(day => day)], token))];
    }

    /// <summary>Two halves: by day while there are several, else in the middle.</summary>
    public IReadOnlyList<RowPart> Split()
    {
        var days = ByDay(_rows).ToList();
        if (days.Count == 1)
        {
            days = [.. _rows.Chunk((_rows.Count + 1) / 2)];
        }

        var first = days.Take((days.Count + 1) / 2).SelectMany(day => day).ToList();
        var second = days.Skip((days.Count + 1) / 2).SelectMany(day => day).ToList();
        return [Part(_batch, first, Token), Part(_batch, second, Token)];
    }

    /// <summary>The rows in RowBinary.</summary>
    public ReadOnlyMemory<byte> Bytes()
    {
        if (_rows.Count == _batch.Count)
        {
            return _batch.Rows.WrittenMemory;
        }

        var bytes = new ArrayBufferWriter<byte>(_rows.Sum(row => row.Length));
        foreach (var row in _rows)
        {
            bytes.Write(_batch.Rows.WrittenSpan.Slice(row.Start, row.Length));
        }

        return bytes.WrittenMemory;
    }

    /// <summary>
    /// Tells batches of the same offsets apart: those of a topic that was made anew, or of another cluster, are other rows, and the server would take them for
    /// repeated ones. The same whatever the order in which partitions were read.
    /// </summary>
    private static ulong ContentOf(RowBatch batch)
    {
        var content = 0UL;
        foreach (var row in batch.Index)
        {
            content = unchecked(content + (Checksum(batch.Rows.WrittenSpan.Slice(row.Start, row.Length)) * 0x9E3779B97F4A7C15UL));
        }

        return content;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var checksum = uint.MaxValue;
        foreach (var word in words)
        {
            checksum = BitOperations.Crc32C(checksum, word);
        }

        foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
        {
            checksum = BitOperations.Crc32C(checksum, rest);
        }

        return checksum;
    }

    private static IEnumerable<BatchRow[]> ByDay(IReadOnlyList<BatchRow> rows) =>
        rows.GroupBy(row => row.Day).OrderByDescending(day => day.Key).Select(day => day.ToArray());

    private static RowPart Part(RowBatch batch, List<BatchRow> rows, string token)
    {
        var (first, last) = (rows[0].Position, rows[^1].Position);
        return new RowPart(batch, rows, $"{token} / {first.Partition}:{first.Offset}-{last.Partition}:{last.Offset} {rows.Count}");
    }
}
