namespace Torghut.Trading.Safety;

/// <summary>One time that somebody or something asked for a latch.</summary>
/// <param name="Id">Its identity in every place it is stored in.</param>
/// <param name="Reason">Why.</param>
/// <param name="Actor">Who.</param>
/// <param name="At">Machine time, in whole microseconds as Postgres keeps it.</param>
internal sealed record LatchCall(string Id, string Reason, string Actor, DateTimeOffset At)
{
    public static LatchCall New(string reason, string actor, DateTimeOffset at) =>
        new(Guid.NewGuid().ToString("N"), Storable(reason), Storable(actor), at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond)));

    /// <summary>Without what Postgres does not take: a stop must not remain unsaved because of its reason.</summary>
    private static string Storable(string text) => string.Concat(text.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? ' ' : letter));
}
