namespace Torghut.Ta.Tests.Oracle;

internal sealed record OracleSignal(
    string Symbol, long End, double Macd, double MacdSignal, double Ema12, double Ema26, double Rsi, double Mid, double Upper, double Lower,
    double Session, double Window, double Vol, OracleQuote? Quote);
