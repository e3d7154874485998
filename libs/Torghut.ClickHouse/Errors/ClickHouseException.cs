namespace Torghut.ClickHouse;

/// <summary>A query did not succeed.</summary>
public abstract class ClickHouseException : Exception
{
    private const int LongestQuery = 2000;

    private protected ClickHouseException(string message, string query, Exception? inner) : base(message, inner) => Query = Shorten(query);

    /// <summary>Whether the same query may succeed later without anybody changing anything.</summary>
    public abstract bool IsTransient { get; }

    /// <summary>The statement, its first 2 000 characters. It never holds parameter values or inserted data.</summary>
    public string Query { get; }

    /// <summary>Table of an insert; null for other statements.</summary>
    public string? Table { get; init; }

    /// <summary>Row of the insert's data, or of the answer, that could not be read, counted from 1; null where it is not known.</summary>
    public long? Row { get; init; }

    private static string Shorten(string query) => query.Length <= LongestQuery ? query : query[..LongestQuery] + "…";
}
