namespace Torghut.Ta.Tests.Oracle;

internal sealed record OracleBar(
    string Symbol, long End, double O, double H, double L, double C, double V, double Vwap, long Count, long Ingest, long First, long Last);
