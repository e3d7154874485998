using Torghut.Contracts.Time;

namespace Torghut.Ws.Backfill;

/// <summary>A stretch of time in which the socket delivered nothing.</summary>
/// <param name="From">When something was last received; null for the time before the start when the topics do not tell.</param>
/// <param name="To">When the server had confirmed the subscription again.</param>
/// <param name="Symbols">What was subscribed then.</param>
/// <param name="Published">Trades that were published around it.</param>
internal sealed record Gap(DateTimeOffset? From, DateTimeOffset To, IReadOnlyList<string> Symbols, GapDedupSet Published)
{
    /// <summary>Read on both sides: what was under way when the connection broke or was made, and what our clock and the venue's differ by.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>Time of the last trade that history is asked for, nanoseconds since the Unix epoch, UTC.</summary>
    public long ReadUntilNanos { get; } = Nanos.Of(To + Margin);

    /// <summary>Whether a gap that begins then shares its margin with this one's.</summary>
    public bool Touches(DateTimeOffset from) => from - Margin <= To + Margin;
}
