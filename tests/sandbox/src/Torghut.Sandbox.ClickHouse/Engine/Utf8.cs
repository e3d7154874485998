using System.Runtime.InteropServices;
using System.Text;

namespace Torghut.Sandbox.ClickHouse.Engine;

/// <summary>Text to and from the engine.</summary>
internal static unsafe class Utf8
{
    public static string FromNative(byte* text) => Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));

    public static byte[] Terminated(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }
}
