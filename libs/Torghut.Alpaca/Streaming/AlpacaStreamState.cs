namespace Torghut.Alpaca.Streaming;

/// <summary>States of a stream. A stream is used for one connection and never goes back.</summary>
public enum AlpacaStreamState
{
    Created,
    Connecting,

    /// <summary>The socket is open; the server's greeting is awaited.</summary>
    AwaitingWelcome,

    /// <summary>The keys were sent.</summary>
    Authenticating,
    Authenticated,

    /// <summary>The server confirmed at least one subscription (or the listening of trade updates).</summary>
    Subscribed,
    Closed,
}
