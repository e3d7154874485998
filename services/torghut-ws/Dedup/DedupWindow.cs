using System.Diagnostics;
using System.Numerics;

namespace Torghut.Ws.Dedup;

/// <summary>
/// Remembers what was published, for a time and up to a number. A message is marked only after its produce was accepted, so that one that was
/// not may come again. Not safe for concurrent use; allocates nothing after it was made.
/// </summary>
/// <remarks>
/// One table serves as ring and as hash table: messages stand in the order they came, and chains lead through them from their hash's bucket.
/// What is forgotten is then found without comparing keys, and half the memory is touched that a set beside a queue would need.
/// <code>
///   _oldest ─┐                    newest
///   ring     [ e0 | e1 | e2 | e3 ]          in order of arrival, so the time out is always at the front
///   chains     ▲─────────┘ ▲                e2.Next → e0 share a bucket; newest first
///   buckets  [ 3 | · | 4 | · ]              ring index + 1; 0 is none
/// </code>
/// </remarks>
internal sealed class DedupWindow
{
    private const int None = 0;

    private readonly Entry[] _ring;

    /// <summary>Ring index plus one of the newest entry of each hash; <see cref="None"/> for no entry.</summary>
    private readonly int[] _buckets;
    private readonly long _ttl;
    private int _oldest;
    private int _count;

    public DedupWindow(DedupOptions options, TimeProvider time)
    {
        _ring = new Entry[options.MaxEntries];
        _buckets = new int[(int)BitOperations.RoundUpToPowerOf2((uint)options.MaxEntries)];
        _ttl = (long)(options.Ttl.TotalSeconds * time.TimestampFrequency);
    }

    public int Count => _count;

    /// <param name="now"><see cref="TimeProvider.GetTimestamp"/>, the caller's, because many messages share one reading.</param>
    public bool Contains(in DedupKey key, long now)
    {
        while (_count > 0 && now - _ring[_oldest].At >= _ttl)
        {
            Forget();
        }

        return Holds(key);
    }

    public void Mark(in DedupKey key, long now)
    {
        if (Holds(key))
        {
            return;
        }

        if (_count == _ring.Length)
        {
            Forget();
        }

        var slot = _oldest < _ring.Length - _count ? _oldest + _count : _oldest - (_ring.Length - _count);
        ref var first = ref Bucket(key);
        ref var entry = ref _ring[slot];
        entry.Key = key;
        entry.At = now;
        entry.Next = first;
        first = slot + 1;
        _count++;
        Debug.Assert(_count <= _ring.Length && Holds(key), "What was marked is remembered, and there is room for all of it.");
    }

    /// <summary>What is remembered, oldest first.</summary>
    public IEnumerable<DedupKey> Remembered() => Enumerable.Range(0, _count).Select(index => _ring[(int)(((long)_oldest + index) % _ring.Length)].Key);

    private bool Holds(in DedupKey key)
    {
        for (var next = Bucket(key); next != None; next = _ring[next - 1].Next)
        {
            ref readonly var entry = ref _ring[next - 1];
            if (entry.Key.GetHashCode() == key.GetHashCode() && entry.Key.Equals(key))
            {
                return true;
            }
        }

        return false;
    }

    private void Forget()
    {
        Debug.Assert(_count > 0, "Only what is remembered can be forgotten.");
        ref readonly var oldest = ref _ring[_oldest];
        ref var link = ref Bucket(oldest.Key);
        while (link != _oldest + 1)
        {
            Debug.Assert(link != None, "Every entry hangs in the chain of its bucket.");
            link = ref _ring[link - 1].Next;
        }

        link = oldest.Next;
        _oldest = _oldest + 1 == _ring.Length ? 0 : _oldest + 1;
        _count--;
    }

    private ref int Bucket(in DedupKey key) => ref _buckets[key.GetHashCode() & (_buckets.Length - 1)];

    private struct Entry
    {
        public DedupKey Key;
        public long At;
        public int Next;
    }
}
