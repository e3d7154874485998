namespace Torghut.Sandbox.ClickHouse.Engine;

/// <summary>An insert under way. Without <see cref="Complete"/>, disposing it drops what has not been written.</summary>
internal sealed unsafe class EngineInsert : IDisposable
{
    private nint _stream;
    private bool _ended;

    private EngineInsert(nint stream) => _stream = stream;

    /// <summary>Takes the stream over.</summary>
    /// <exception cref="EngineException">It did not start.</exception>
    public static EngineInsert Take(nint stream)
    {
        var insert = new EngineInsert(stream);
        byte* error = ChdbNative.InsertError(stream);
        if (error is null)
        {
            return insert;
        }

        var failure = EngineException.Parse(Utf8.FromNative(error));
        insert.Dispose();
        throw failure;
    }

    /// <summary>Hands data over; waits while the engine is behind.</summary>
    /// <returns>False when the insert has already failed; <see cref="Complete"/> then says why.</returns>
    public bool Append(ReadOnlySpan<byte> data)
    {
        fixed (byte* bytes = data)
        {
            return ChdbNative.AppendInsert(_stream, bytes, (nuint)data.Length) == 0;
        }
    }

    /// <summary>Writes what was appended.</summary>
    /// <exception cref="EngineException">The data or the write is at fault.</exception>
    public QueryFigures Complete()
    {
        _ended = true;
        using EngineResult result = EngineResult.Take(ChdbNative.EndInsert(_stream));
        return result.Figures;
    }

    public void Dispose()
    {
        if (_stream == 0)
        {
            return;
        }

        if (!_ended)
        {
            ChdbNative.CancelInsert(_stream);
        }

        ChdbNative.DestroyInsert(_stream);
        _stream = 0;
    }
}
