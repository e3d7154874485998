namespace Torghut.Alpaca.Streaming;

/// <summary>What went wrong with a socket, so that the caller need not know codes.</summary>
public enum AlpacaStreamErrorKind
{
    /// <summary>A code that is not known.</summary>
    Unknown,

    /// <summary>400, 412, 413: the request is not understood.</summary>
    InvalidRequest,

    /// <summary>401, 402, 403, 404 and handshake 401, 402, 403: the keys or the order of authentication.</summary>
    Authentication,

    /// <summary>405: more symbols than the plan allows; the whole change was refused.</summary>
    SymbolLimit,

    /// <summary>406: the account has its connection already.</summary>
    ConnectionLimit,

    /// <summary>407: the server gave up waiting for us to read.</summary>
    SlowClient,

    /// <summary>408, 409, 411: the plan or the key's scope does not include this feed.</summary>
    InsufficientSubscription,

    /// <summary>410: the feed has no such channel.</summary>
    InvalidChannel,

    /// <summary>500 and handshake 5xx: the server's own fault.</summary>
    ServerError,

    /// <summary>Handshake 429: connecting too often.</summary>
    RateLimited,

    /// <summary>Handshake 404 and other refusals: wrong address.</summary>
    Refused,

    /// <summary>The connection could not be made or was lost.</summary>
    Disconnected,

    /// <summary>An expected answer did not come in time.</summary>
    TimedOut,

    /// <summary>The connection stands, but nothing is heard on it.</summary>
    Silent,

    /// <summary>A frame larger than the limit.</summary>
    FrameTooLarge,

    /// <summary>The server said something that the protocol does not allow here.</summary>
    Protocol,
}
