namespace Torghut.ClickHouse;

/// <summary>
/// No answer, or half of one: the server is away, the connection broke, or the time was up. An insert may have been written or not;
/// repeat it with the same deduplication token.
/// </summary>
public sealed class ClickHouseConnectionException : ClickHouseException
{
    /// <summary>Makes one for the query that got no answer.</summary>
    public ClickHouseConnectionException(string message, string query, Exception? inner = null) : base(message, query, inner)
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
