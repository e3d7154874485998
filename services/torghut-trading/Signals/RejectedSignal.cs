namespace Torghut.Trading.Signals;

/// <summary>A row of the signal table that is no signal. It is passed over, counted and named; it stops nothing.</summary>
/// <param name="Position">Where it stands in the stream, so that the cursor can move over it.</param>
/// <param name="Reason">One of <see cref="RowRejectReasons"/>.</param>
/// <param name="Detail">The column and what it holds.</param>
internal sealed record RejectedSignal(SignalPosition Position, string Reason, string Detail);
