namespace Torghut.Ta.State;

/// <summary>Head of every saved state.</summary>
internal static class StateFormat
{
    /// <summary>
    /// Raise it when the layout changes, and keep reading the older ones. What may be missing needs no new version: it goes behind the
    /// rest as an addition, see <see cref="StateReader.TryReadAddition"/>.
    /// </summary>
    public const byte Version = 1;

    public static ReadOnlySpan<byte> Magic => "TAS"u8;
}
