namespace Torghut.Alpaca.Streaming;

/// <summary>What a control message says.</summary>
public enum ControlKind
{
    /// <summary>A success whose text is not known.</summary>
    Success,
    Connected,
    Authenticated,
    Subscription,
    Error,
}
