namespace Torghut.Alpaca.Streaming;

/// <summary>A socket failed or the server refused something on it.</summary>
public sealed class AlpacaStreamException : Exception
{
    public AlpacaStreamException()
        : base("The stream failed.")
    {
    }

    public AlpacaStreamException(string message)
        : base(message)
    {
    }

    public AlpacaStreamException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What went wrong.</summary>
    public AlpacaStreamErrorKind Kind { get; init; }

    /// <summary>The server's code from an error message; null when there was none.</summary>
    public int? Code { get; init; }

    /// <summary>HTTP status of a refused handshake; null otherwise.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Whether connecting again with the same settings can help.</summary>
    public bool IsTransient { get; init; }
}
