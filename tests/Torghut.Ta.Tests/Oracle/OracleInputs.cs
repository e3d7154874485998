namespace Torghut.Ta.Tests.Oracle;

/// <summary>A print as the oracle takes it. <c>Amends</c> is null, "correct" or "cancel"; <c>Original</c> is the id it amends.</summary>
internal sealed record OracleTrade(
    string Symbol, long Ts, long Seq, long Offset, long Ingest, long Id, string Exchange, double Price, double Size, string Conditions = "@",
    char Tape = 'A', string? Amends = null, long Original = 0);

internal sealed record OracleQuote(
    string Symbol, long Ts, long Seq, long Offset, long Ingest, double Bid, double BidSize, double Ask, double AskSize);

internal sealed record OracleBar(
    string Symbol, long End, double O, double H, double L, double C, double V, double Vwap, long Count, long Ingest, long First, long Last);

internal sealed record OracleSignal(
    string Symbol, long End, double Macd, double MacdSignal, double Ema12, double Ema26, double Rsi, double Mid, double Upper, double Lower,
    double Session, double Window, double Vol, OracleQuote? Quote);

internal sealed record OracleSettings(long MaxOutOfOrderNs = 2_000_000_000, bool Sip = true, long DedupSeconds = 10, long StaleNs = 15_000_000_000);

internal sealed record OracleResult(
    IReadOnlyList<OracleBar> Bars, IReadOnlyList<OracleSignal> Signals, long Late, long Duplicates, double Ineligible);
