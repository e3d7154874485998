using Torghut.Contracts.Market;

namespace Torghut.Ta.Runtime;

internal sealed partial class PartitionTask
{
    /// <summary>A log that hands on nothing of what it holds for this long holds it back.</summary>
    private static readonly TimeSpan HeldBackAfter = TimeSpan.FromSeconds(3);

    /// <summary>How long a judgement on the share of refused records stands.</summary>
    private static readonly TimeSpan RefusalSpan = TimeSpan.FromSeconds(10);

    /// <summary>Fewer refused records than this say nothing about the feed.</summary>
    private const int FewRefused = 10;

    private readonly HeldRecords[] _held = new HeldRecords[3];
    private RecentRecords _recent;
    private RecentRecords _before;
    private long _recentSince;

    /// <summary>What is wrong with the partition although the service works, see <see cref="PartitionFault"/>; null when nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>Records that wait for the other log.</summary>
    public int HeldBack => _buffered[(int)InputKind.Trade].Count + _buffered[(int)InputKind.Quote].Count;

    /// <summary>Looks for what nobody would notice otherwise; called several times a second.</summary>
    public void Watch() => Fault = Engine.IsTradesClockAhead || Engine.IsQuotesClockAhead ? PartitionFault.ClockAhead
        : IsHeldBack(InputKind.Trade) | IsHeldBack(InputKind.Quote) ? PartitionFault.HeldBack
        : RefusesMost() ? PartitionFault.Refusing
        : null;

    /// <summary>Whether the record in front has been waiting for long.</summary>
    private bool IsHeldBack(InputKind kind)
    {
        var buffered = _buffered[(int)kind];
        ref var held = ref _held[(int)kind];
        if (buffered.Count == 0)
        {
            held = default;
            return false;
        }

        if (held.Since == 0 || held.Offset != buffered[0].Offset)
        {
            held = new HeldRecords(buffered[0].Offset, _time.GetTimestamp());
        }

        return _time.GetElapsedTime(held.Since) >= HeldBackAfter && !WaitsForTheMarket(kind);
    }

    /// <summary>
    /// Outside of regular hours one of the logs may be silent for long because nothing happens, as that of trades before the open: what waits for it then is
    /// as it should be.
    /// </summary>
    private bool WaitsForTheMarket(InputKind kind)
    {
        var other = kind == InputKind.Trade ? InputKind.Quote : InputKind.Trade;
        return _positions[(int)other].End >= 0 && _buffered[(int)other].Count == 0 && !MarketCalendar.IsOpen(_time.GetUtcNow());
    }

    private bool RefusesMost()
    {
        if (_time.GetElapsedTime(_recentSince) >= RefusalSpan)
        {
            (_before, _recent, _recentSince) = (_recent, default, _time.GetTimestamp());
        }

        return _before.AreMostRefused || _recent.AreMostRefused;
    }

    private readonly record struct HeldRecords(long Offset, long Since);

    private struct RecentRecords
    {
        public long Applied;
        public long Refused;

        public readonly bool AreMostRefused => Refused >= FewRefused && Refused > Applied;
    }
}
