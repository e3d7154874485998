namespace Torghut.Trading.Signals;

/// <summary>Signals that were read at once, for the memory of them.</summary>
/// <param name="AccountLabel">The account whose decisions follow from them.</param>
/// <param name="Source">Where they were read.</param>
/// <param name="Positions">Their places.</param>
internal sealed record SignalsRead(string AccountLabel, string Source, IReadOnlyCollection<SignalPosition> Positions);
