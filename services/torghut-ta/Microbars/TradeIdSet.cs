using System.Diagnostics;
using System.Numerics;
using System.Runtime.Intrinsics;
using Torghut.Ta.EventTime;

namespace Torghut.Ta.Microbars;

/// <summary>
/// Identities of the prints of one symbol within the dedup horizon. An id is unique within symbol, market day and exchange only. Memory is
/// bounded by the prints of the horizon.
/// </summary>
/// <remarks>
/// A hash table of buckets with eight places each. Expired entries are simply written over, so nothing is ever swept. A print whose bucket is
/// full goes to a following one, and the buckets it passed remember how long someone may have to look further.
/// <code>
///   home = hash(id, exchange)      place           0    1    2    3    4    5    6    7
///   bucket h      ids                            [ 17 | 90 |  4 | 33 |  8 | 61 | 75 | 12 ]   full
///                 window ends                    [ t4 | t1 | t4 | t2 | t4 | t3 | t4 | t4 ]   live: end > expired, all eight compared at once
///                 overflow end = t4 ─────────────► until t4 somebody who looks here must look on
///   bucket h+1    ids                            [ 21 |  · |  · |  · |  · |  · |  · |  · ]   id 21 has its home in h
///                 window ends                    [ t4 | −∞ | …                           ]
///                 overflow end = −∞ ─────────────► nobody went further: stop
///
///   Add:  look through at most three buckets for the id; write it to the first place whose end has expired; none free: double and try again.
/// </code>
/// Ids may be chosen so that they all have one home however large the table is. One that is nearly empty does not grow for them: those that find no
/// place are put aside, in a plain dictionary.
/// An id is unique within symbol, market day and exchange only: Alpaca,
/// <see href="https://docs.alpaca.markets/docs/real-time-stock-pricing-data">real-time stock data</see>, and the exchanges count anew every day.
/// </remarks>
internal sealed partial class TradeIdSet
{
    private const int PlaceBits = 3;
    private const int Places = 1 << PlaceBits;
    private const int BucketWords = Places * 2;
    private const int InitialBuckets = 8;

    /// <summary>Buckets looked at for one print, at most; the table grows before a print has to go further.</summary>
    private const int LongestWalk = 3;

    /// <summary>Places a print that is remembered, above which it is not for their number that prints find none: growing on would not help them.</summary>
    private const int MostPlacesEach = 16;

    // The fraction of the golden ratio in 64 bits: Knuth, volume 3, section 6.4, multiplicative hashing. Ids count up; their products spread.
    private const ulong GoldenRatio = 0x9E3779B97F4A7C15UL;

    /// <summary>Eight ids and the eight window ends that belong to them for each bucket, side by side as they are looked at together.</summary>
    private long[] _buckets = NewBuckets(InitialBuckets);
    private ulong[] _owners = new ulong[InitialBuckets * Places];
    private long[] _overflowEnds = NewEnds(InitialBuckets);
    private int _lastBucket = InitialBuckets - 1;

    /// <summary>Window ends of the prints that were put aside; null before the first.</summary>
    private Dictionary<(long Id, ulong Owner), long>? _aside;

    /// <summary>How many are put aside when it is looked again whether the table has to grow.</summary>
    private int _nextLook;

    /// <summary>Live prints of the table that is growing; 0 when none is.</summary>
    private int _growing;

    /// <summary>Prints that there is room for.</summary>
    public int Capacity => _owners.Length;

    /// <summary>Remembers a print.</summary>
    /// <param name="sessionStart">The print's market day.</param>
    /// <param name="windowEnd">End of the print's window, epoch seconds.</param>
    /// <param name="expired">Entries whose window ended at this second or before are forgotten.</param>
    /// <returns>False when the print was there already.</returns>
    public bool Add(long id, uint exchange, long sessionStart, long windowEnd, long expired)
    {
        var owner = Owner(exchange, sessionStart);
        var home = Home(id, exchange);
        var place = -1;
        for (int bucket = home, left = LongestWalk; left > 0; bucket = Next(bucket), left--)
        {
            var live = LiveIn(bucket, expired);
            if (FindIn(bucket, live, id, owner) >= 0)
            {
                return false;
            }

            if (place < 0 && live != byte.MaxValue)
            {
                place = (bucket * Places) + BitOperations.TrailingZeroCount(~live);
            }

            if (_overflowEnds[bucket] <= expired && place >= 0)
            {
                break;
            }
        }

        if (_aside is not null && _aside.TryGetValue((id, owner), out var end) && end > expired)
        {
            return false;
        }

        if (place < 0)
        {
            if (TryPutAside(id, owner, windowEnd, expired))
            {
                return true;
            }

            Grow(expired);
            return Add(id, exchange, sessionStart, windowEnd, expired);
        }

        _owners[place] = owner;
        _buckets[IdAt(place)] = id;
        _buckets[EndAt(place)] = windowEnd;
        for (var bucket = home; bucket != place >> PlaceBits; bucket = Next(bucket))
        {
            if (_overflowEnds[bucket] < windowEnd)
            {
                _overflowEnds[bucket] = windowEnd;
            }
        }

        Debug.Assert(windowEnd <= expired || Find(id, exchange, sessionStart, expired) == windowEnd, "Who looks for the print now finds it.");
        return true;
    }

    /// <summary>The window end of a print that is remembered, or <see cref="PartitionWatermark.None"/>.</summary>
    public long Find(long id, uint exchange, long sessionStart, long expired)
    {
        var owner = Owner(exchange, sessionStart);
        var bucket = Home(id, exchange);
        for (var left = LongestWalk; left > 0; bucket = Next(bucket), left--)
        {
            var place = FindIn(bucket, LiveIn(bucket, expired), id, owner);
            if (place >= 0)
            {
                return _buckets[EndAt(place)];
            }

            if (_overflowEnds[bucket] <= expired)
            {
                break;
            }
        }

        return _aside is not null && _aside.TryGetValue((id, owner), out var end) && end > expired ? end : PartitionWatermark.None;
    }

    /// <summary>Forgets the prints of windows that end after a second; true when there was one.</summary>
    public bool ForgetAfter(long second)
    {
        var found = ForgetAside(end => end > second);
        for (var i = 0; i < _owners.Length; i++)
        {
            if (_buckets[EndAt(i)] > second)
            {
                _buckets[EndAt(i)] = PartitionWatermark.None;
                found = true;
            }
        }

        return found;
    }

    /// <summary>The places of a bucket that have not expired, a bit each.</summary>
    private uint LiveIn(int bucket, long expired) => unchecked((uint)Vector512.GreaterThan(
        Vector512.Create<long>(_buckets.AsSpan((bucket * BucketWords) + Places, Places)), Vector512.Create(expired)).ExtractMostSignificantBits());

    private int FindIn(int bucket, uint live, long id, ulong owner)
    {
        var same = live & unchecked((uint)Vector512.Equals(
            Vector512.Create<long>(_buckets.AsSpan(bucket * BucketWords, Places)), Vector512.Create(id)).ExtractMostSignificantBits());
        for (; same != 0; same &= same - 1)
        {
            var place = (bucket * Places) + BitOperations.TrailingZeroCount(same);
            if (_owners[place] == owner)
            {
                return place;
            }
        }

        return -1;
    }

    private void Grow(long expired)
    {
        // What is added again may find no place in turn: how full the table is then shows in all that it had.
        var growsWithin = _growing > 0;
        _growing = growsWithin ? _growing : CountLive(expired);
        var (buckets, owners) = (_buckets, _owners);
        _buckets = NewBuckets(_overflowEnds.Length * 2);
        _owners = new ulong[owners.Length * 2];
        _overflowEnds = NewEnds(_overflowEnds.Length * 2);
        _lastBucket = _overflowEnds.Length - 1;
        for (var i = 0; i < owners.Length; i++)
        {
            var end = buckets[EndAt(i)];
            if (end > expired)
            {
                Add(buckets[IdAt(i)], Exchange(owners[i]), SessionStart(owners[i], end), end, expired);
            }
        }

        _growing = growsWithin ? _growing : 0;
    }

    /// <summary>Puts a print that found no place aside; false when the table is full enough to grow for it.</summary>
    private bool TryPutAside(long id, ulong owner, long windowEnd, long expired)
    {
        if (_growing > 0)
        {
            if (!IsSparse(_growing))
            {
                return false;
            }
        }
        else if ((_aside?.Count ?? 0) >= _nextLook)
        {
            // Both tables are gone through only when twice as many have been put aside.
            ForgetAside(end => end <= expired);
            if (!IsSparse(CountLive(expired)))
            {
                return false;
            }

            _nextLook = Math.Max(Places, 2 * (_aside?.Count ?? 0));
        }

        (_aside ??= [])[(id, owner)] = windowEnd;
        return true;
    }

    private bool IsSparse(int live) => live * (long)MostPlacesEach < Capacity;

    private int CountLive(long expired)
    {
        var live = 0;
        for (var bucket = 0; bucket <= _lastBucket; bucket++)
        {
            live += BitOperations.PopCount(LiveIn(bucket, expired));
        }

        return live;
    }

    private bool ForgetAside(Func<long, bool> forgets)
    {
        var before = _aside?.Count ?? 0;
        foreach (var (print, end) in _aside ?? [])
        {
            if (forgets(end))
            {
                _aside!.Remove(print);
            }
        }

        return (_aside?.Count ?? 0) < before;
    }

    private int Home(long id, uint exchange) =>
        unchecked((int)((((ulong)id + ((ulong)exchange << 32)) * GoldenRatio) >> 33) & _lastBucket);

    private int Next(int bucket) => (bucket + 1) & _lastBucket;

    /// <summary>Exchange and market day in one word; of the day the low half is enough, as live entries are minutes apart.</summary>
    private static ulong Owner(uint exchange, long sessionStart) => ((ulong)exchange << 32) | unchecked((uint)sessionStart);

    private static uint Exchange(ulong owner) => (uint)(owner >> 32);

    private static long SessionStart(ulong owner, long windowEnd) => windowEnd - unchecked((int)((uint)windowEnd - (uint)owner));

    private static int IdAt(int place) => ((place & -Places) * 2) + (place & (Places - 1));

    private static int EndAt(int place) => IdAt(place) + Places;

    private static long[] NewBuckets(int count) => NewEnds(count * BucketWords);

    private static long[] NewEnds(int count)
    {
        var ends = new long[count];
        Array.Fill(ends, PartitionWatermark.None);
        return ends;
    }
}
