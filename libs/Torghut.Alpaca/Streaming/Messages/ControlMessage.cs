namespace Torghut.Alpaca.Streaming;

/// <summary>A message about the session itself.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The server's text for success and error; empty for an acknowledgement.</param>
/// <param name="Code">The server's error code; 0 otherwise.</param>
/// <param name="Subscriptions">The full list in force, by channel; null unless the message is an acknowledgement.</param>
public sealed record ControlMessage(ControlKind Kind, string Text, int Code, IReadOnlyDictionary<string, IReadOnlyList<string>>? Subscriptions);
