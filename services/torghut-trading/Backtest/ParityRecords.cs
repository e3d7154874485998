using Torghut.Trading.Signals;

namespace Torghut.Trading.Backtest;

/// <summary>What the records of a day say of the signals that live decided on, and which of them came late.</summary>
internal sealed class ParityRecords
{
    /// <summary>
    /// A signal whose newest input was received so long after its window's end was not there, or was another, when the service looked, which it does every five
    /// seconds.
    /// </summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(5);

    private readonly Dictionary<(string Symbol, DateTimeOffset At), HashSet<string>> _features;
    private readonly Dictionary<string, List<DateTimeOffset>> _late = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<DateTimeOffset>> _times = new(StringComparer.Ordinal);

    /// <param name="live">Decisions of the service.</param>
    public ParityRecords(IEnumerable<ComparedDecision> live) =>
        _features = live.Select(one => (one.Symbol, one.SignalAt)).Distinct().ToDictionary(at => at, _ => new HashSet<string>(StringComparer.Ordinal));

    /// <summary>Takes a signal of the records.</summary>
    public void See(SignalRow row)
    {
        if (_features.TryGetValue((row.Symbol, row.EventTs), out var features))
        {
            features.Add(row.Features.Hash());
        }

        Add(_times, row);
        if (row.IngestTs - row.EventTs > LateAfter)
        {
            Add(_late, row);
        }
    }

    /// <summary>Whether a signal came late, or one of the symbol's signals before it that the strategy looks back at.</summary>
    /// <param name="lookback">How many those are.</param>
    public bool CameLate(string symbol, DateTimeOffset at, int lookback)
    {
        if (!_late.TryGetValue(symbol, out var late))
        {
            return false;
        }

        var times = _times[symbol];
        var found = times.BinarySearch(at);
        var first = Math.Max(0, (found < 0 ? ~found : found) - lookback);
        return late.BinarySearch(at) >= 0 || (lookback > 0 && late.Exists(one => one < at && one >= times[first]));
    }

    /// <summary>Whether live decided on what the records do not hold, or hold otherwise.</summary>
    public bool Lack(ComparedDecision live) => !_features.TryGetValue((live.Symbol, live.SignalAt), out var features) || !features.Contains(live.FeatureHash);

    private static void Add(Dictionary<string, List<DateTimeOffset>> all, SignalRow row)
    {
        if (!all.TryGetValue(row.Symbol, out var times))
        {
            all.Add(row.Symbol, times = []);
        }

        // They come in order but for a few.
        var found = times.Count == 0 || times[^1] < row.EventTs ? ~times.Count : times.BinarySearch(row.EventTs);
        if (found < 0)
        {
            times.Insert(~found, row.EventTs);
        }
    }
}
