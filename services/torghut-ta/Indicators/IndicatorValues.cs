using Torghut.Ta.State;

namespace Torghut.Ta.Indicators;

/// <summary>Indicators after one bar; NaN where one is not warm yet.</summary>
internal record struct IndicatorValues(
    double Macd,
    double MacdSignal,
    double MacdHistogram,
    double Ema12,
    double Ema26,
    double Rsi14,
    double BollingerMiddle,
    double BollingerUpper,
    double BollingerLower,
    double VwapSession,
    double VwapWindow,
    double RealizedVolatility)
{
    public readonly void Write(StateWriter writer)
    {
        writer.WriteDouble(Macd);
        writer.WriteDouble(MacdSignal);
        writer.WriteDouble(MacdHistogram);
        writer.WriteDouble(Ema12);
        writer.WriteDouble(Ema26);
        writer.WriteDouble(Rsi14);
        writer.WriteDouble(BollingerMiddle);
        writer.WriteDouble(BollingerUpper);
        writer.WriteDouble(BollingerLower);
        writer.WriteDouble(VwapSession);
        writer.WriteDouble(VwapWindow);
        writer.WriteDouble(RealizedVolatility);
    }

    public static IndicatorValues Read(ref StateReader reader) => new(
        reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(),
        reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
}
