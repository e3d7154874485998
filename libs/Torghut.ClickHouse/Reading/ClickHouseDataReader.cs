using Torghut.ClickHouse.Http;
using Torghut.ClickHouse.Reading;
using Torghut.ClickHouse.Types;

namespace Torghut.ClickHouse;

/// <summary>
/// Rows of an answer, one at a time, in the order the server sends them. Holds one row in memory. Not for several threads.
/// Values are read with the typed methods; a column's number counts from 0.
/// </summary>
public sealed partial class ClickHouseDataReader : IAsyncDisposable
{
    private readonly ServerReply _reply;
    private readonly ReadBuffer _buffer;
    private readonly int _limit;
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);
    private ClickHouseColumn[] _columns = [];
    private int[] _offsets = [];
    private int _rowLength;
    private bool _onRow;

    private ClickHouseDataReader(ServerReply reply, Stream body, int limit)
    {
        _reply = reply;
        _limit = limit;
        _buffer = new ReadBuffer(body, limit);
    }

    /// <summary>The columns, known before the first row.</summary>
    public IReadOnlyList<ClickHouseColumn> Columns => _columns;

    /// <summary>What the server did to answer.</summary>
    public QuerySummary Summary => _reply.Summary;

    /// <summary>Moves to the next row.</summary>
    /// <returns>False after the last.</returns>
    /// <exception cref="ClickHouseConnectionException">The answer broke off, or the time was up.</exception>
    /// <exception cref="ClickHouseProtocolException">The bytes contradict the format, or a row is longer than allowed.</exception>
    public ValueTask<bool> ReadAsync(CancellationToken ct = default) => _reply.GuardAsync(ReadRowAsync, ct);

    /// <summary>Number of the column of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public int GetOrdinal(string name) =>
        _ordinals.TryGetValue(name, out int ordinal) ? ordinal : throw new ArgumentException($"The answer has no column {name}; it has {string.Join(", ", _ordinals.Keys)}.", nameof(name));

    /// <summary>Ends the answer, also before its last row.</summary>
    public ValueTask DisposeAsync()
    {
        _reply.Dispose();
        return ValueTask.CompletedTask;
    }

    internal static async Task<ClickHouseDataReader> OpenAsync(ServerReply reply, int limit, CancellationToken ct)
    {
        Stream body = await reply.OpenBodyAsync(ct);
        var reader = new ClickHouseDataReader(reply, body, limit);
        await reply.GuardAsync(reader.ReadHeadAsync, ct);
        return reader;
    }

    private async ValueTask<bool> ReadHeadAsync(CancellationToken ct)
    {
        int length;
        while (!TryParseHead(_buffer.Unread, out length))
            if (!await _buffer.FillAsync(ct)) throw new EndOfStreamException("The answer ended before its column names and types.");
        _buffer.Consume(length);
        return true;
    }

    private bool TryParseHead(ReadOnlySpan<byte> data, out int position)
    {
        position = 0;
        if (!RowBinary.TryReadLength(data, ref position, short.MaxValue, out int count)) return false;
        int names = position;
        var text = new ClickHouseType { Kind = ClickHouseTypeKind.String };
        for (int i = 0; i < 2 * count; i++)
            if (!RowBinary.TrySkip(data, ref position, text, _limit)) return false;
        position = names;
        var columnNames = new string[count];
        for (int i = 0; i < count; i++) columnNames[i] = RowBinary.ReadString(data, ref position);
        _columns = new ClickHouseColumn[count];
        _offsets = new int[count];
        for (int i = 0; i < count; i++)
        {
            string type = RowBinary.ReadString(data, ref position);
            _columns[i] = new ClickHouseColumn(columnNames[i], type, ClickHouseType.Parse(type));
            _ordinals.TryAdd(columnNames[i], i);
        }
        return true;
    }

    private async ValueTask<bool> ReadRowAsync(CancellationToken ct)
    {
        if (_onRow) _buffer.Consume(_rowLength);
        _onRow = false;
        while (!TryMeasureRow(_buffer.Unread))
        {
            if (await _buffer.FillAsync(ct)) continue;
            return _buffer.Unread.IsEmpty ? false : throw new EndOfStreamException("The answer ended in the middle of a row.");
        }
        return _onRow = true;
    }

    private bool TryMeasureRow(ReadOnlySpan<byte> data)
    {
        int position = 0;
        if (data.IsEmpty) return false;
        for (int i = 0; i < _columns.Length; i++)
        {
            _offsets[i] = position;
            if (!RowBinary.TrySkip(data, ref position, _columns[i].Type, _limit)) return false;
        }
        _rowLength = position;
        return true;
    }
}
