namespace Torghut.Contracts.Records;

/// <summary>Indicators after one microbar; a group is null until it is warm.</summary>
/// <param name="Restart">
/// The corporate action, a word of <see cref="CorporateActionKinds"/>, because of which the indicators began anew with this microbar; null for the others.
/// </param>
public readonly record struct Signal(
    Envelope Envelope,
    Macd? Macd,
    Ema? Ema,
    double? Rsi14,
    Bollinger? Bollinger,
    SignalVwap? Vwap,
    Imbalance? Imbalance,
    double? RealizedVolatility,
    Lineage? Lineage,
    string? Restart = null);

/// <summary>EMA12 − EMA26, its EMA9, and their difference.</summary>
public readonly record struct Macd(double Value, double Signal, double Histogram);

/// <summary>Exponential moving averages of the close, α = 2/(N+1).</summary>
public readonly record struct Ema(double Ema12, double Ema26);

/// <summary>SMA20 and two population standard deviations to either side.</summary>
public readonly record struct Bollinger(double Middle, double Upper, double Lower);

/// <summary>VWAP since the session began and over the trailing window.</summary>
public readonly record struct SignalVwap(double? Session, double? Window5m);

/// <summary>The quote in force at the window's end. A side that is absent is null, and with it the spread; that of a crossed quote is negative.</summary>
public readonly record struct Imbalance(double? Spread, double? BidPrice, double? AskPrice, double? BidSize, double? AskSize);
