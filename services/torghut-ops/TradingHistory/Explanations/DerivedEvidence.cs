namespace Torghut.Ops.TradingHistory.Explanations;

/// <summary>What ClickHouse says of the market data behind a decision.</summary>
/// <param name="Missing">Why it says nothing; null when it was asked and answered.</param>
/// <param name="Bar">Null when it has no such row, or was not asked.</param>
internal sealed record DerivedEvidence(string? Missing, DerivedRow? Bar, DerivedRow? Signal);
