namespace Torghut.Alpaca.Streaming;

/// <summary>Where and how to open a socket.</summary>
public sealed record AlpacaStreamOptions
{
    /// <summary>Full address, for example <c>wss://stream.data.alpaca.markets/v2/iex</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>Key pair sent in the auth message.</summary>
    public required AlpacaCredentials Credentials { get; init; }

    /// <summary>Time for the TCP, TLS and WebSocket handshake; default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for each answer that must come before data does; default 10 s.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for a closing handshake; default 2 s.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Quiet time after which the kernel probes the peer, and distance of our unsolicited pongs; whole seconds, default 10 s.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for an answer to the kernel's probes before the connection counts as lost; whole seconds, default 30 s.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest frame, bytes; default 4 MiB.</summary>
    public int MaxFrameBytes { get; init; } = 4 * 1024 * 1024;
}
