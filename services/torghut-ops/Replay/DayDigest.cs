namespace Torghut.Ops.Replay;

/// <summary>The rows of a symbol's day in one table, each counted once.</summary>
/// <param name="LastMs">Event time of the newest of them; later ones are not of the first run.</param>
/// <param name="Digest">Of what is in them, except where in a topic each came from.</param>
internal sealed record DayDigest(string Table, string Symbol, string Day, long LastMs, long Rows, string Digest)
{
    public (string Table, string Symbol, string Day) Key => (Table, Symbol, Day);
}
