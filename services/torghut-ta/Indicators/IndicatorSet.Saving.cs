using Torghut.Ta.State;

namespace Torghut.Ta.Indicators;

internal sealed partial class IndicatorSet
{
    public void Write(StateWriter writer)
    {
        writer.WriteDouble(_ema12.Value);
        writer.WriteDouble(_ema26.Value);
        writer.WriteDouble(_macdSignal.Value);
        writer.WriteLong(_rsi.Changes);
        writer.WriteDouble(_rsi.PreviousClose);
        writer.WriteDouble(_rsi.Gain);
        writer.WriteDouble(_rsi.Loss);
        writer.WriteDouble(_windows.PreviousClose);
        writer.WriteLong(_sessionVwap.SessionStart);
        Write(writer, _sessionVwap.Parts(0));
        Write(writer, _sessionVwap.Parts(1));
        _windows.Write(writer);
    }

    public void Read(ref StateReader reader)
    {
        _ema12.Value = reader.ReadDouble();
        _ema26.Value = reader.ReadDouble();
        _macdSignal.Value = reader.ReadDouble();
        _rsi.Changes = (int)reader.ReadLong();
        _rsi.PreviousClose = reader.ReadDouble();
        _rsi.Gain = reader.ReadDouble();
        _rsi.Loss = reader.ReadDouble();
        var previousClose = reader.ReadDouble();
        _sessionVwap = SessionVwap.Restore(reader.ReadLong(), ReadSum(ref reader), ReadSum(ref reader));
        _windows.Read(ref reader, previousClose);
    }

    private static void Write(StateWriter writer, (double High, double Low) sum)
    {
        writer.WriteDouble(sum.High);
        writer.WriteDouble(sum.Low);
    }

    private static (double High, double Low) ReadSum(ref StateReader reader) => (reader.ReadDouble(), reader.ReadDouble());
}
