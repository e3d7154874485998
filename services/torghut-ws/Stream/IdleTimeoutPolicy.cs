using Torghut.Contracts.Market;

namespace Torghut.Ws.Stream;

/// <summary>How much silence is too much: more after every connection that brought no data, so that a quiet day is not a storm of reconnects.</summary>
internal sealed class IdleTimeoutPolicy(StreamOptions options)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    private int _mute;

    public TimeSpan Limit => TimeSpan.FromTicks(Math.Min(Math.Max(Longest.Ticks, options.Silence.Ticks), options.Silence.Ticks << Math.Min(_mute, 10)));

    /// <summary>How much silence is too much to be ready.</summary>
    public TimeSpan ReadyLimit => options.SilenceReady;

    public bool Applies(DateTimeOffset now) => !options.SilenceInMarketHoursOnly || MarketCalendar.IsOpen(now);

    /// <summary>A connection ended.</summary>
    public void Ended(bool hadData) => _mute = hadData ? 0 : _mute + 1;
}
