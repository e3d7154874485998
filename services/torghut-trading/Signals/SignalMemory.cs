namespace Torghut.Trading.Signals;

/// <summary>What the database knows of the signals that were read.</summary>
/// <param name="Cursor">Where the last batch ended; null before the first.</param>
/// <param name="From">Every signal from here up to the cursor that is not in <paramref name="Read"/> was never read; null before the first batch.</param>
/// <param name="Read">Positions that were read.</param>
internal sealed record SignalMemory(SignalPosition? Cursor, DateTimeOffset? From, IReadOnlyList<SignalPosition> Read);
