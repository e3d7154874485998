namespace Torghut.Ta.Engine;

/// <summary>Head of every saved state.</summary>
internal static class StateFormat
{
    /// <summary>Raise it when the layout changes, and keep reading the older ones.</summary>
    public const byte Version = 1;

    public static ReadOnlySpan<byte> Magic => "TAS"u8;
}
