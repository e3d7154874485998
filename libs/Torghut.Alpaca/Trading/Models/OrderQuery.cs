namespace Torghut.Alpaca.Trading;

/// <summary>Which orders to list.</summary>
public sealed record OrderQuery
{
    public OrderListStatus Status { get; init; } = OrderListStatus.Open;

    /// <summary>Orders a page, 1 to 500; default 500.</summary>
    public int Limit { get; init; } = 500;

    /// <summary>Only orders submitted after this instant.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Only orders submitted before this instant.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Oldest first; the broker's default is newest first.</summary>
    public bool Ascending { get; init; }

    /// <summary>Whether legs are returned inside their parent.</summary>
    public bool Nested { get; init; }
    public IReadOnlyList<string> Symbols { get; init; } = [];
}
