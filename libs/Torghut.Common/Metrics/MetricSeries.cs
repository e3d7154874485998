namespace Torghut.Common.Metrics;

/// <summary>One combination of label values of an instrument: a number, and bucket counts if it is a histogram.</summary>
internal sealed class MetricSeries(KeyValuePair<string, object?>[] tags, int buckets)
{
    private readonly long[] _buckets = new long[buckets];
    private double _value;
    private long _count;

    public KeyValuePair<string, object?>[] Tags => tags;

    /// <summary>Counter or gauge value; sum of a histogram.</summary>
    public double Value => Volatile.Read(ref _value);

    public long Count => Volatile.Read(ref _count);

    public long Bucket(int index) => Volatile.Read(ref _buckets[index]);

    public void Set(double value) => Volatile.Write(ref _value, value);

    public void Add(double value)
    {
        var seen = Volatile.Read(ref _value);
        while (true)
        {
            var previous = Interlocked.CompareExchange(ref _value, seen + value, seen);
            if (previous.Equals(seen))
            {
                return;
            }

            seen = previous;
        }
    }

    /// <summary>Counts a measurement in the first bucket whose bound it does not exceed; beyond the last bound only in the total.</summary>
    public void Observe(double value, ReadOnlySpan<double> bounds)
    {
        for (var i = 0; i < bounds.Length; i++)
        {
            if (value <= bounds[i])
            {
                Interlocked.Increment(ref _buckets[i]);
                break;
            }
        }

        Add(value);
        Interlocked.Increment(ref _count);
    }

    public bool Matches(ReadOnlySpan<KeyValuePair<string, object?>> other)
    {
        if (other.Length != tags.Length)
        {
            return false;
        }

        for (var i = 0; i < tags.Length; i++)
        {
            if (!string.Equals(tags[i].Key, other[i].Key, StringComparison.Ordinal) || !Equals(tags[i].Value, other[i].Value))
            {
                return false;
            }
        }

        return true;
    }
}
