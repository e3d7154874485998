using System.Runtime.Intrinsics;
using Torghut.Ta.State;

namespace Torghut.Ta.Indicators;

internal sealed partial class WindowStatistics
{
    public void CopyFrom(WindowStatistics other)
    {
        _closes.CopyFrom(other._closes);
        _returns.CopyFrom(other._returns);
        _volumes.CopyFrom(other._volumes);
        (_sums, _counts, _shares, _previous) = (other._sums, other._counts, other._shares, other._previous);
    }

    public void Write(StateWriter writer)
    {
        Write(writer, _closes);
        Write(writer, _returns);
        writer.WriteLong(_volumes.WindowSeconds);
        Write(writer, NotionalLane);
        Write(writer, VolumeLane);
        writer.WriteLong(_volumes.Count);
        for (var i = 0; i < _volumes.Count; i++)
        {
            ref readonly var entry = ref _volumes[i];
            writer.WriteLong(entry.EndSecond);
            writer.WriteDouble(entry.Notional);
            writer.WriteDouble(entry.Volume);
        }
    }

    /// <param name="previousClose">The close before the next one; NaN when there was none.</param>
    public void Read(ref StateReader reader, double previousClose)
    {
        _sums = default;
        _previous = previousClose;
        Read(ref reader, _closes, 1, 0);
        Read(ref reader, _returns, 0, 1);
        Count();
        ReadVolumes(ref reader);
    }

    private static void Write(StateWriter writer, Ring values)
    {
        writer.WriteLong(values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            writer.WriteDouble(values[i]);
        }
    }

    private void Write(StateWriter writer, int lane)
    {
        var (high, low) = _sums.Parts(lane);
        writer.WriteDouble(high);
        writer.WriteDouble(low);
    }

    private void Read(ref StateReader reader, Ring values, double asClose, double asReturn)
    {
        values.Clear();
        for (var left = reader.ReadCount(8); left > 0; left--)
        {
            var value = reader.ReadDouble();
            var displaced = values.Push(value);
            var pair = Vector128.Create(asClose, asReturn);
            _sums.Replace(Terms(pair * displaced, default), Terms(pair * value, default));
        }
    }

    private void ReadVolumes(ref StateReader reader)
    {
        var savedWindow = reader.ReadLong();
        var notional = (reader.ReadDouble(), reader.ReadDouble());
        var volume = (reader.ReadDouble(), reader.ReadDouble());
        _volumes.Clear();
        for (var left = reader.ReadCount(17); left > 0; left--)
        {
            // A window of another length gathers its own sums; the same one takes them over bit by bit below.
            var entry = new VolumeRing.Entry(reader.ReadLong(), reader.ReadDouble(), reader.ReadDouble());
            if (entry.EndSecond <= LastEnd)
            {
                throw new StateFormatException("The saved state has volumes out of order.");
            }

            var forgotten = Vector128<double>.Zero;
            while (_volumes.HasForgotten(entry.EndSecond))
            {
                forgotten = Forget(forgotten);
            }

            _volumes.Add(entry.EndSecond, entry.Notional, entry.Volume);
            _sums.Replace(Terms(default, forgotten), Terms(default, Vector128.Create(entry.Notional, entry.Volume)));
        }

        if (savedWindow != _volumes.WindowSeconds)
        {
            return;
        }

        _sums.Restore(NotionalLane, notional);
        _sums.Restore(VolumeLane, volume);
    }
}
