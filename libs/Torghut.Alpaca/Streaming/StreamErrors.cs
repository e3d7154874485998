namespace Torghut.Alpaca.Streaming;

/// <summary>Classifies refusals of both sockets.</summary>
internal static class StreamErrors
{
    public static AlpacaStreamException FromCode(int code, string text)
    {
        var kind = code switch
        {
            400 or 412 or 413 => AlpacaStreamErrorKind.InvalidRequest,
            401 or 402 or 403 or 404 => AlpacaStreamErrorKind.Authentication,
            405 => AlpacaStreamErrorKind.SymbolLimit,
            406 => AlpacaStreamErrorKind.ConnectionLimit,
            407 => AlpacaStreamErrorKind.SlowClient,
            408 or 409 or 411 => AlpacaStreamErrorKind.InsufficientSubscription,
            410 => AlpacaStreamErrorKind.InvalidChannel,
            >= 500 and < 600 => AlpacaStreamErrorKind.ServerError,
            _ => AlpacaStreamErrorKind.Unknown,
        };

        // 401, 403 and 404 are about the order and pace of authentication on this connection; a new one starts over. 402 is about the keys.
        var transient = code is 401 or 403 or 404 or 406 or 407 || kind is AlpacaStreamErrorKind.ServerError or AlpacaStreamErrorKind.Unknown;
        return new AlpacaStreamException($"The server answered {code}: {text}") { Kind = kind, Code = code, IsTransient = transient };
    }

    public static AlpacaStreamException FromHandshake(int status, Exception inner)
    {
        var kind = status switch
        {
            401 or 402 or 403 => AlpacaStreamErrorKind.Authentication,
            406 => AlpacaStreamErrorKind.ConnectionLimit,
            429 => AlpacaStreamErrorKind.RateLimited,
            >= 500 => AlpacaStreamErrorKind.ServerError,
            _ => AlpacaStreamErrorKind.Refused,
        };
        return new AlpacaStreamException($"The handshake was answered with {status}.", inner)
        {
            Kind = kind,
            HttpStatus = status,
            IsTransient = status is 406 or 408 or 429 or >= 500,
        };
    }

    public static AlpacaStreamException Disconnected(string message, Exception? inner = null) =>
        new(message, inner) { Kind = AlpacaStreamErrorKind.Disconnected, IsTransient = true };

    public static AlpacaStreamException TimedOut(string message, Exception? inner = null) =>
        new(message, inner) { Kind = AlpacaStreamErrorKind.TimedOut, IsTransient = true };

    public static AlpacaStreamException Protocol(string message) =>
        new(message) { Kind = AlpacaStreamErrorKind.Protocol, IsTransient = true };
}
