namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>A named list of symbols. Times are market time in nanoseconds since the epoch.</summary>
internal sealed record Watchlist(Guid Id, string Name, long CreatedAt, long UpdatedAt, IReadOnlyList<string> Symbols);
