namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>One line of the account's journal: everything that changed at once. What is null did not change.</summary>
internal sealed record SavedChange
{
    public Guid? AccountId { get; init; }

    public decimal? Cash { get; init; }

    public AccountConfiguration? Configuration { get; init; }

    public SavedPosition? Position { get; init; }

    /// <summary>Orders as they are now; a later line of the same id takes the place of an earlier one.</summary>
    public IReadOnlyList<Order>? Orders { get; init; }

    public Activity? Activity { get; init; }

    /// <summary>The watchlist as it is now.</summary>
    public Watchlist? Watchlist { get; init; }

    public Guid? DeletedWatchlist { get; init; }
}
