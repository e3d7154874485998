using System.Runtime.InteropServices;
using System.Text;

namespace Torghut.Sandbox.ClickHouse.Engine;

/// <summary>Names and values of query parameters, laid out as the engine takes them.</summary>
internal sealed unsafe class NativeParameters : IDisposable
{
    private readonly List<nint> _blocks = [];

    public NativeParameters(IReadOnlyDictionary<string, string> parameters)
    {
        Count = (nuint)parameters.Count;
        Names = (byte**)Allocate(parameters.Count * sizeof(nint));
        Values = (byte**)Allocate(parameters.Count * sizeof(nint));
        NameLengths = (nuint*)Allocate(parameters.Count * sizeof(nint));
        ValueLengths = (nuint*)Allocate(parameters.Count * sizeof(nint));
        int i = 0;
        foreach ((string name, string value) in parameters)
        {
            Names[i] = Copy(name, out NameLengths[i]);
            Values[i] = Copy(value, out ValueLengths[i]);
            i++;
        }
    }

    public nuint Count { get; }

    public byte** Names { get; }

    public byte** Values { get; }

    public nuint* NameLengths { get; }

    public nuint* ValueLengths { get; }

    public void Dispose()
    {
        foreach (nint block in _blocks)
        {
            NativeMemory.Free((void*)block);
        }

        _blocks.Clear();
    }

    private byte* Copy(string text, out nuint length)
    {
        int size = Encoding.UTF8.GetByteCount(text);
        byte* target = (byte*)Allocate(size);
        Encoding.UTF8.GetBytes(text, new Span<byte>(target, size));
        length = (nuint)size;
        return target;
    }

    private void* Allocate(int size)
    {
        void* block = NativeMemory.AllocZeroed((nuint)Math.Max(size, 1));
        _blocks.Add((nint)block);
        return block;
    }
}
