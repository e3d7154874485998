namespace Torghut.ClickHouse.Reading;

/// <summary>The bytes of an answer that have arrived and are not consumed. Holds at most one row and what came with it.</summary>
internal sealed class ReadBuffer(Stream source, int limit)
{
    private byte[] _bytes = new byte[32 * 1024];
    private int _start;
    private int _end;

    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    public void Consume(int count) => _start += count;

    /// <summary>Waits for more bytes.</summary>
    /// <returns>False at the end of the answer.</returns>
    /// <exception cref="FormatException">What is buffered is longer than a row may be.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken ct)
    {
        if (_start > 0)
        {
            Unread.CopyTo(_bytes);
            _end -= _start;
            _start = 0;
        }
        if (_end == _bytes.Length)
        {
            if (_bytes.Length >= limit) throw new FormatException($"A row is longer than {limit} bytes.");
            Array.Resize(ref _bytes, (int)Math.Min(_bytes.Length * 2L, limit));
        }
        int read = await source.ReadAsync(_bytes.AsMemory(_end), ct);
        _end += read;
        return read > 0;
    }
}
