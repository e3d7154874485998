using Microsoft.Win32.SafeHandles;

namespace Torghut.Sandbox.ClickHouse.Engine;

/// <summary>A finished query's answer, held in the engine's memory until disposed.</summary>
internal sealed unsafe class EngineResult : SafeHandleZeroOrMinusOneIsInvalid
{
    private EngineResult(nint handle) : base(ownsHandle: true) => SetHandle(handle);

    /// <summary>Takes the result over.</summary>
    /// <exception cref="EngineException">It is an error.</exception>
    public static EngineResult Take(nint handle)
    {
        var result = new EngineResult(handle);
        byte* error = ChdbNative.ResultError(handle);
        if (error is null)
        {
            return result;
        }

        using (result)
        {
            throw EngineException.Parse(Utf8.FromNative(error));
        }
    }

    public long Length => checked((long)ChdbNative.ResultLength(handle));

    public QueryFigures Figures => new(
        ChdbNative.RowsRead(handle),
        ChdbNative.BytesRead(handle),
        ChdbNative.RowsWritten(handle),
        ChdbNative.BytesWritten(handle),
        ChdbNative.ResultRows(handle),
        (ulong)Length,
        TimeSpan.FromSeconds(ChdbNative.ResultElapsed(handle)));

    /// <summary>Reads the engine's memory; valid until this is disposed.</summary>
    public Stream OpenRead() => Length == 0 ? Stream.Null : new UnmanagedMemoryStream(ChdbNative.ResultBuffer(handle), Length);

    protected override bool ReleaseHandle()
    {
        ChdbNative.DestroyResult(handle);
        return true;
    }
}
