using Torghut.Ta.Engine;

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
        writer.WriteDouble(_previousClose);
        writer.WriteLong(_sessionVwap.SessionStart);
        Write(writer, _sessionVwap.Notional);
        Write(writer, _sessionVwap.Volume);
        Write(writer, _closes.Values);
        Write(writer, _logReturns.Values);
        writer.WriteLong(vwapWindowSeconds);
        Write(writer, _windowVwap.Sums.Notional);
        Write(writer, _windowVwap.Sums.Volume);
        writer.WriteLong(_windowVwap.Count);
        for (var i = 0; i < _windowVwap.Count; i++)
        {
            var entry = _windowVwap[i];
            writer.WriteLong(entry.EndSecond);
            writer.WriteDouble(entry.Notional);
            writer.WriteDouble(entry.Volume);
        }
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
        _previousClose = reader.ReadDouble();
        _sessionVwap.SessionStart = reader.ReadLong();
        _sessionVwap.Notional = ReadSum(ref reader);
        _sessionVwap.Volume = ReadSum(ref reader);
        Read(ref reader, _closes);
        Read(ref reader, _logReturns);
        var savedWindow = reader.ReadLong();
        var (notional, volume) = (ReadSum(ref reader), ReadSum(ref reader));
        _windowVwap.Clear();
        for (var left = reader.ReadCount(17); left > 0; left--)
        {
            var entry = new WindowVwap.Entry(reader.ReadLong(), reader.ReadDouble(), reader.ReadDouble());
            // A window of another length gathers its own sums; the same one takes them over bit by bit below.
            _windowVwap.Update(entry.EndSecond, entry.Notional, entry.Volume);
        }

        if (savedWindow == vwapWindowSeconds) _windowVwap.RestoreSums(notional, volume);
    }

    private static void Write(StateWriter writer, CompensatedSum sum)
    {
        writer.WriteDouble(sum.Parts.High);
        writer.WriteDouble(sum.Parts.Low);
    }

    private static CompensatedSum ReadSum(ref StateReader reader) => CompensatedSum.FromParts(reader.ReadDouble(), reader.ReadDouble());

    private static void Write(StateWriter writer, ReadOnlySpan<double> values)
    {
        writer.WriteLong(values.Length);
        foreach (var value in values) writer.WriteDouble(value);
    }

    private static void Read(ref StateReader reader, LastValues values)
    {
        values.Clear();
        for (var left = reader.ReadCount(8); left > 0; left--) values.Push(reader.ReadDouble());
    }
}
