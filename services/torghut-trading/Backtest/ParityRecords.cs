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

        if (row.IngestTs - row.EventTs > LateAfter)
        {
            if (!_late.TryGetValue(row.Symbol, out var times))
            {
                _late.Add(row.Symbol, times = []);
            }

            times.Add(row.EventTs);
        }
    }

    /// <summary>Whether a signal came late, or for a strategy that looks back one before it.</summary>
    public bool CameLate(string symbol, DateTimeOffset at, bool looksBack) =>
        _late.TryGetValue(symbol, out var times) && times.Exists(one => one == at || (looksBack && one < at));

    /// <summary>Whether live decided on what the records do not hold, or hold otherwise.</summary>
    public bool Lack(ComparedDecision live) => !_features.TryGetValue((live.Symbol, live.SignalAt), out var features) || !features.Contains(live.FeatureHash);
}
