namespace Torghut.Alpaca.Parsing;

/// <summary>
/// Turns the JSON text of a list of condition codes into a list, the same text into the same list. It stops remembering when it is full.
/// Not safe for concurrent use.
/// </summary>
/// <param name="capacity">Most lists remembered.</param>
internal sealed class ConditionPool(int capacity)
{
    private const int Buckets = 1024;

    private readonly List<(byte[] Json, IReadOnlyList<string> Codes)>?[] _buckets = new List<(byte[] Json, IReadOnlyList<string> Codes)>?[Buckets];
    private int _count;

    public bool TryGet(ReadOnlySpan<byte> json, out IReadOnlyList<string> codes)
    {
        var bucket = _buckets[SpanHash.Compute(json) % Buckets];
        if (bucket is not null)
        {
            foreach (var entry in bucket)
            {
                if (json.SequenceEqual(entry.Json))
                {
                    codes = entry.Codes;
                    return true;
                }
            }
        }

        codes = [];
        return false;
    }

    public void Remember(ReadOnlySpan<byte> json, IReadOnlyList<string> codes)
    {
        if (_count >= capacity)
        {
            return;
        }

        ref var bucket = ref _buckets[SpanHash.Compute(json) % Buckets];
        bucket ??= [];
        bucket.Add((json.ToArray(), codes));
        _count++;
    }
}
