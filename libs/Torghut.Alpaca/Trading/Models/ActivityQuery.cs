namespace Torghut.Alpaca.Trading;

/// <summary>Which account activities to list: all but executions, oldest first.</summary>
public sealed record ActivityQuery
{
    /// <summary>Activities a page, 1 to 100; default 100.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>Only activities after this instant.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>The id of the last activity of the page before; null for the first page.</summary>
    public string? PageToken { get; init; }
}
