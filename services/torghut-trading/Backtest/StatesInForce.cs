namespace Torghut.Trading.Backtest;

/// <summary>
/// What was in force when, in market time. The audit has the machine's time of a change, and snapshots of the account say which market time it lies between:
/// there both what was before and what came after may have been in force.
/// </summary>
internal sealed class StatesInForce<T>
{
    private readonly List<(DateTimeOffset From, DateTimeOffset Surely, T State)> _states = [];

    /// <summary>Adds the next change.</summary>
    /// <param name="from">Market time before which it was not in force.</param>
    /// <param name="surely">Market time from which it was.</param>
    /// <param name="state">What came into force.</param>
    public void Add(DateTimeOffset from, DateTimeOffset surely, T state) => _states.Add((from, surely, state));

    /// <summary>All that may have been in force at an instant; nothing before the first.</summary>
    public IEnumerable<T> At(DateTimeOffset at)
    {
        for (var i = 0; i < _states.Count; i++)
        {
            if (_states[i].From <= at && (i + 1 == _states.Count || at <= _states[i + 1].Surely))
            {
                yield return _states[i].State;
            }
        }
    }
}
