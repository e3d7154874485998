namespace Torghut.Ws.Dedup;

/// <summary>
/// Remembers what was published, for a time and up to a number. A message is marked only after its produce was accepted, so that one that was
/// not may come again. Not safe for concurrent use; allocates nothing once full.
/// </summary>
internal sealed class DedupWindow
{
    private readonly HashSet<DedupKey> _keys;
    private readonly (DedupKey Key, long At)[] _ring;
    private readonly long _ttl;
    private int _oldest;
    private int _count;

    public DedupWindow(DedupOptions options, TimeProvider time)
    {
        _keys = new HashSet<DedupKey>(options.MaxEntries);
        _ring = new (DedupKey Key, long At)[options.MaxEntries];
        _ttl = (long)(options.Ttl.TotalSeconds * time.TimestampFrequency);
    }

    public int Count => _count;

    /// <param name="now"><see cref="TimeProvider.GetTimestamp"/>, the caller's, because many messages share one reading.</param>
    public bool Contains(in DedupKey key, long now)
    {
        Expire(now);
        return _keys.Contains(key);
    }

    public void Mark(in DedupKey key, long now)
    {
        if (!_keys.Add(key))
        {
            return;
        }

        if (_count == _ring.Length)
        {
            Forget();
        }

        _ring[(int)(((long)_oldest + _count) % _ring.Length)] = (key, now);
        _count++;
    }

    private void Expire(long now)
    {
        while (_count > 0 && now - _ring[_oldest].At >= _ttl)
        {
            Forget();
        }
    }

    private void Forget()
    {
        _keys.Remove(_ring[_oldest].Key);
        _oldest = (_oldest + 1) % _ring.Length;
        _count--;
    }
}
