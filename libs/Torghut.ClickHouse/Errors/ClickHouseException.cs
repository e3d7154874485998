namespace Torghut.ClickHouse;

/// <summary>A query did not succeed.</summary>
public abstract class ClickHouseException : Exception
{
    private protected ClickHouseException(string message, string query, Exception? inner) : base(message, inner) => Query = Shorten(query);

    /// <summary>Whether the same query may succeed later without anybody changing anything.</summary>
    public abstract bool IsTransient { get; }

    /// <summary>The statement, its first 2 000 characters. It never holds parameter values or inserted data.</summary>
    public string Query { get; }

    private static string Shorten(string query) => query.Length <= 2000 ? query : query[..2000] + "…";
}
