namespace Torghut.Trading.Observability;

/// <summary>How the days that ran compare with backtests of them.</summary>
/// <param name="Mismatches">Decisions of all days that differ, by cause.</param>
/// <param name="Unknown">Decisions of the newest day that differ for no known cause.</param>
/// <param name="Newest">When the newest day was compared.</param>
internal sealed record ParityView(IReadOnlyDictionary<string, long> Mismatches, long Unknown, DateTimeOffset Newest);
