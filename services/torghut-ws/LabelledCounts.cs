using System.Diagnostics.Metrics;

namespace Torghut.Ws;

/// <summary>Counts by one label whose values are known beforehand: counting is one increment, labels are made when somebody looks.</summary>
internal sealed class LabelledCounts(string label, IReadOnlyList<string> values)
{
    private readonly long[] _counts = new long[values.Count];

    public void Increment(int index) => Interlocked.Increment(ref _counts[index]);

    public IEnumerable<Measurement<long>> Observe()
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            yield return new Measurement<long>(Volatile.Read(ref _counts[i]), new KeyValuePair<string, object?>(label, values[i]));
        }
    }
}
