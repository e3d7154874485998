using System.IO.Compression;

namespace Torghut.Sandbox.Alpaca.Lean;

/// <summary>Reads the rows of the one CSV file in a LEAN tick zip, a buffer at a time.</summary>
internal sealed class LeanRowReader : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    public LeanRowReader(string path)
    {
        Path = path;
        _archive = ZipFile.OpenRead(path);
        try
        {
            _stream = _archive.Entries.Count == 1
                ? _archive.Entries[0].Open()
                : throw new LeanFormatException(path, 0, $"{_archive.Entries.Count} files in the archive; expected one");
        }
        catch
        {
            _archive.Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>Rows given so far.</summary>
    public long Row { get; private set; }

    /// <summary>The next row without its line end, valid until the next call; false at the end. Empty lines are no rows.</summary>
    public bool TryRead(out ReadOnlySpan<byte> row)
    {
        while (true)
        {
            var found = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (found < 0 && Fill())
            {
                continue;
            }

            var length = found < 0 ? _end - _start : found;
            row = _buffer.AsSpan(_start, length).TrimEnd((byte)'\r');
            _start += found < 0 ? length : length + 1;
            if (row.Length > 0)
            {
                Row++;
                return true;
            }

            if (found < 0)
            {
                return false;
            }
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _archive.Dispose();
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            throw new LeanFormatException(Path, Row + 1, $"longer than {_buffer.Length} bytes");
        }

        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }
}
