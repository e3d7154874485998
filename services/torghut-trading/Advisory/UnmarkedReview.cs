namespace Torghut.Trading.Advisory;

/// <summary>A review whose worth is not known yet.</summary>
internal sealed record UnmarkedReview
{
    public Guid Id { get; init; }
    public string Standing { get; init; } = "";
    public DateTimeOffset MarketTs { get; init; }
    public string Symbol { get; init; } = "";
    public string Side { get; init; } = "";

    /// <summary>Shares after the review; 0 after a veto.</summary>
    public decimal QtyWith { get; init; }

    public decimal QtyWithout { get; init; }
    public decimal ReferencePrice { get; init; }
}
