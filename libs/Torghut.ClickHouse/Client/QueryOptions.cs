namespace Torghut.ClickHouse;

/// <summary>What one query wants different from its client's settings; null keeps the client's.</summary>
public sealed record QueryOptions
{
    /// <summary>Id in the server's log; null lets the client make one.</summary>
    public string? QueryId { get; init; }

    /// <summary>Database for unqualified names.</summary>
    public string? Database { get; init; }

    /// <summary>Longest wait for the answer.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Two inserts into one table with the same token count once, within the table's deduplication window.</summary>
    public string? DeduplicationToken { get; init; }

    /// <summary>Server settings, over the client's.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }
}
