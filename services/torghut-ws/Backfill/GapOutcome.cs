namespace Torghut.Ws.Backfill;

/// <summary>What became of a gap.</summary>
/// <param name="IsWhole">Whether history gave everything that it was asked for.</param>
/// <param name="IsCovered">Whether it was asked for the whole gap: not of a star, and not of what is further back than it is read.</param>
/// <param name="Trades">Trades published.</param>
internal readonly record struct GapOutcome(bool IsWhole, bool IsCovered, long Trades);
