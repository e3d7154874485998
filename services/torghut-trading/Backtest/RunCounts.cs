using Torghut.Trading.Checkpoints;
using Torghut.Trading.Json;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Backtest;

/// <summary>What went into a run.</summary>
internal sealed class RunCounts : ICheckpointed
{
    private readonly SortedDictionary<string, long> _rejected = new(StringComparer.Ordinal);

    public long Bars { get; set; }

    public long Signals { get; set; }

    public long Ticks { get; set; }

    /// <summary>Counts a row that is no signal, or one that is not fit.</summary>
    public void Reject(string reason, long rows = 1) => _rejected[reason] = _rejected.GetValueOrDefault(reason) + rows;

    public void Quality(FeatureQualityReport report)
    {
        if (report.BatchReason is { } batch)
        {
            Reject(batch, report.Rows.Count);
        }

        foreach (var (_, reasons) in report.Rejected)
        {
            foreach (var reason in reasons)
            {
                Reject(reason);
            }
        }
    }

    public void Save(CheckpointWriter writer)
    {
        writer.Write(Bars);
        writer.Write(Signals);
        writer.Write(Ticks);
        writer.Write(_rejected, pair =>
        {
            writer.Write(pair.Key);
            writer.Write(pair.Value);
        });
    }

    public void Load(CheckpointReader reader)
    {
        (Bars, Signals, Ticks) = (reader.Long(), reader.Long(), reader.Long());
        reader.All(() => Reject(reader.Text(), reader.Long()));
    }

    public JsonMap ToMap()
    {
        var rejected = new JsonMap();
        foreach (var (reason, rows) in _rejected)
        {
            rejected.Add(reason, rows);
        }

        return new JsonMap { ["bars"] = Bars, ["signals"] = Signals, ["ticks"] = Ticks, ["signals_rejected"] = rejected };
    }
}
