using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using Torghut.Contracts.Time;

namespace Torghut.Contracts.Market;

/// <summary>Rows of a LEAN tick zip. Times become nanoseconds since the Unix epoch, prices US dollars.</summary>
public sealed class LeanRows : IDisposable
{
    private const double PriceScale = 10_000;
    private const int MaxRow = 1 << 20;

    /// <summary>So many digits are a number of 64 bits, whatever they are.</summary>
    private const int SafeDigits = 18;

    private readonly ZipArchive _zip;
    private readonly Stream _stream;
    private readonly long _midnight;
    private readonly long _length;
    private readonly int[] _cells = new int[11];
    private byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;
    private int _row;
    private int _count;
    private long _read;

    /// <exception cref="InvalidDataException">The archive does not hold exactly one file.</exception>
    public LeanRows(string path, DateOnly date)
    {
        Path = path;
        _midnight = NewYork.At(date, TimeOnly.MinValue).ToUnixTimeMilliseconds();
        _zip = ZipFile.OpenRead(path);
        if (_zip.Entries.Count != 1)
        {
            _zip.Dispose();
            throw new InvalidDataException($"{path} does not hold one file as it should.");
        }

        _length = _zip.Entries[0].Length;
        _stream = _zip.Entries[0].Open();
    }

    public string Path { get; }

    /// <summary>Number of the row at hand, from 0.</summary>
    public long Number { get; private set; } = -1;

    public double Progress => _length == 0 ? 1 : Math.Min(1, (double)_read / _length);

    public bool MoveNext()
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n')) < 0)
        {
            if (!Fill())
            {
                length = _end - _start;
                break;
            }
        }

        if (length == 0 && _start == _end)
        {
            return false;
        }

        var row = _buffer.AsSpan(_start, length).TrimEnd((byte)'\r');
        _row = _start;
        _start = Math.Min(_end, _start + length + 1);
        _read += length + 1;
        Split(row);
        Number++;
        return true;
    }

    public long EventTs => (_midnight + Integer(0)) * Nanos.PerMillisecond;

    public long Integer(int cell)
    {
        var text = Text(cell);
        if (text.Length > SafeDigits)
        {
            return char.IsAsciiDigit((char)text[0]) && Utf8Parser.TryParse(text, out long large, out var used) && used == text.Length ? large : throw Bad(cell);
        }

        long value = 0;
        foreach (var digit in text)
        {
            value = digit is >= (byte)'0' and <= (byte)'9' ? (10 * value) + (digit - '0') : throw Bad(cell);
        }

        return value;
    }

    public double Price(int cell) => Integer(cell) / PriceScale;

    public uint Bits(int cell)
    {
        var text = Text(cell);
        if (text.IsEmpty)
        {
            return 0;
        }

        return Utf8Parser.TryParse(text, out uint value, out var used, 'x') && used == text.Length ? value : throw Bad(cell);
    }

    public uint Letter(int cell) => Text(cell) is { IsEmpty: false } text ? text[0] : ' ';

    public void Dispose()
    {
        _stream.Dispose();
        _zip.Dispose();
    }

    /// <summary>The ends of the cells, relative to the row; what goes beyond ten of them is not looked at.</summary>
    private void Split(ReadOnlySpan<byte> row)
    {
        // Cells are a few characters long: to look for the next comma as in long texts would take longer than to look at each.
        _count = 0;
        for (var i = 0; i < row.Length && _count < _cells.Length - 1; i++)
        {
            if (row[i] == (byte)',')
            {
                _cells[++_count] = i;
            }
        }

        if (_count < _cells.Length - 1)
        {
            _cells[++_count] = row.Length;
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        else if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length < MaxRow ? 2 * _buffer.Length : throw new InvalidDataException($"{Path} has a row without an end."));
        }

        var read = _stream.Read(_buffer.AsSpan(_end));
        _end += read;
        return read > 0;
    }

    private ReadOnlySpan<byte> Text(int cell)
    {
        if (cell >= _count)
        {
            throw Bad(cell);
        }

        var from = cell == 0 ? 0 : _cells[cell] + 1;
        return _buffer.AsSpan(_row + from, _cells[cell + 1] - from);
    }

    private InvalidDataException Bad(int cell)
    {
        var end = _count == 0 ? 0 : _cells[_count];
        return new($"{Path}, row {Number + 1}: field {cell + 1} of '{Encoding.UTF8.GetString(_buffer, _row, end)}' cannot be read.");
    }
}
