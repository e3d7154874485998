using System.Runtime.InteropServices;

namespace Torghut.Alpaca.Tests.Parsing;

/// <summary>Memory between two pages that may not be touched: one byte too far, in either direction, ends the process with SIGSEGV.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int NoAccess = 0;
    private const int ReadWrite = 1 | 2;
    private const int PrivateAnonymous = 0x2 | 0x20;
    private static readonly int Page = Environment.SystemPageSize;

    private readonly byte* _start;
    private readonly int _length;

    /// <param name="pages">Room between the guards, in pages.</param>
    public GuardedMemory(int pages)
    {
        _length = pages * Page;
        var whole = (nuint)(_length + (2 * Page));
        var address = Map(0, whole, ReadWrite, PrivateAnonymous, -1, 0);
        _start = (byte*)address + Page;
        if (address == -1 || Protect(address, (nuint)Page, NoAccess) != 0 || Protect((nint)(_start + _length), (nuint)Page, NoAccess) != 0)
        {
            throw new InvalidOperationException($"No guarded memory: errno {Marshal.GetLastPInvokeError()}.");
        }
    }

    /// <summary>The last address before the room; forbidden.</summary>
    public nint Before => (nint)(_start - 1);

    /// <summary>The first address after the room; forbidden.</summary>
    public nint After => (nint)(_start + _length);

    /// <summary>A copy whose last byte is the last before the guard.</summary>
    public ReadOnlySpan<byte> AtEnd(ReadOnlySpan<byte> bytes)
    {
        var place = new Span<byte>(_start + _length - bytes.Length, bytes.Length);
        bytes.CopyTo(place);
        return place;
    }

    /// <summary>A copy whose first byte is the first after the guard.</summary>
    public ReadOnlySpan<byte> AtStart(ReadOnlySpan<byte> bytes)
    {
        var place = new Span<byte>(_start, bytes.Length);
        bytes.CopyTo(place);
        return place;
    }

    public void Dispose() => _ = Unmap((nint)(_start - Page), (nuint)(_length + (2 * Page)));

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
