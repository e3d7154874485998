namespace Torghut.Ta.Tests.Oracle;

/// <summary>A print as the oracle takes it. <c>Amends</c> is null, "correct" or "cancel"; <c>Original</c> is the id it amends.</summary>
internal sealed record OracleTrade(
    string Symbol, long Ts, long Seq, long Offset, long Ingest, long Id, string Exchange, double Price, double Size, string Conditions = "@",
    char Tape = 'A', string? Amends = null, long Original = 0);

internal sealed record OracleSettings(long MaxOutOfOrderNs = 2_000_000_000, bool Sip = true, long DedupSeconds = 10, long StaleNs = 15_000_000_000);
