namespace Torghut.ClickHouse;

/// <summary>The answer arrived and cannot be understood: a type this library does not read, or bytes that contradict the format.</summary>
public sealed class ClickHouseProtocolException : ClickHouseException
{
    /// <summary>Makes one for the query whose answer it is.</summary>
    public ClickHouseProtocolException(string message, string query, Exception? inner = null) : base(message, query, inner)
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => false;
}
