namespace Torghut.Contracts.Decoding;

/// <summary>A source of schemas did not give what was asked.</summary>
/// <param name="error">Why.</param>
/// <param name="datum">What was asked for, for example <c>schema 7</c> or <c>subject torghut.trades.v1-value</c>.</param>
/// <param name="message">What was wrong, for people.</param>
public sealed class SchemaSourceException(SchemaSourceError error, string datum, string message, Exception? inner = null)
    : Exception($"{datum}: {message}", inner)
{
    public SchemaSourceError Error { get; } = error;

    /// <summary>What was asked for.</summary>
    public string Datum { get; } = datum;

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient => Error == SchemaSourceError.Unavailable;
}
