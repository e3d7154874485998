namespace Torghut.Ws.Stream;

/// <summary>A frame that waits.</summary>
/// <param name="Bytes">Its bytes.</param>
/// <param name="ReceivedAt">When it was received.</param>
/// <param name="StartedAt">The same as <see cref="TimeProvider.GetTimestamp"/>.</param>
internal readonly record struct HeldFrame(byte[] Bytes, DateTimeOffset ReceivedAt, long StartedAt);
