namespace Torghut.Ta.Tests.Oracle;

internal sealed record OracleQuote(
    string Symbol, long Ts, long Seq, long Offset, long Ingest, double Bid, double BidSize, double Ask, double AskSize);
