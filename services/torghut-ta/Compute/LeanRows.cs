using System.Globalization;
using System.IO.Compression;
using Torghut.Contracts.Time;

namespace Torghut.Ta.Compute;

/// <summary>Rows of a LEAN tick zip. Times become nanoseconds since the Unix epoch, prices US dollars.</summary>
internal sealed class LeanRows : IDisposable
{
    private const double PriceScale = 10_000;
    private readonly ZipArchive _zip;
    private readonly StreamReader _lines;
    private readonly long _midnight;
    private readonly long _length;
    private readonly Range[] _cells = new Range[10];
    private string _row = "";
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
            throw new InvalidDataException($"{path} holds {_zip.Entries.Count} files; expected one.");
        }

        _length = _zip.Entries[0].Length;
        _lines = new StreamReader(_zip.Entries[0].Open());
    }

    public string Path { get; }

    /// <summary>Number of the row at hand, from 0.</summary>
    public long Number { get; private set; } = -1;

    public double Progress => _length == 0 ? 1 : Math.Min(1, (double)_read / _length);

    public bool MoveNext()
    {
        if (_lines.ReadLine() is not { } row)
        {
            return false;
        }

        _row = row;
        _read += row.Length + 1;
        _count = row.AsSpan().Split(_cells, ',');
        Number++;
        return true;
    }

    public long EventTs => (_midnight + Integer(0)) * Nanos.PerMillisecond;

    public long Integer(int cell) => Text(cell) is { Length: > 0 } text
        ? long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw Bad(cell)
        : 0;

    public double Price(int cell) => Integer(cell) / PriceScale;

    public uint Bits(int cell) => Text(cell) is { Length: > 0 } text
        ? uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : throw Bad(cell)
        : 0;

    public uint Letter(int cell) => Text(cell) is { Length: > 0 } text ? text[0] : ' ';

    public void Dispose()
    {
        _lines.Dispose();
        _zip.Dispose();
    }

    private ReadOnlySpan<char> Text(int cell) => cell < _count ? _row.AsSpan()[_cells[cell]] : throw Bad(cell);

    private InvalidDataException Bad(int cell) => new($"{Path}, row {Number + 1}: field {cell + 1} of '{_row}' cannot be read.");
}
