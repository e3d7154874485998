using Torghut.Trading.Signals;

namespace Torghut.Trading.Loop;

/// <summary>Signals of one tick.</summary>
/// <param name="Late">Behind the cursor.</param>
/// <param name="Forward">After the cursor.</param>
/// <param name="End">Where the cursor stands when all of it was worked off; null when it does not move.</param>
/// <param name="More">Whether there may be more after them.</param>
internal sealed record SignalBatch(SignalRows Late, SignalRows Forward, SignalPosition? End, bool More)
{
    /// <summary>Whether it holds nothing, not even rows to be passed over.</summary>
    public bool IsEmpty => Late.Read == 0 && End is null;

    /// <summary>Places of everything that was read.</summary>
    public IReadOnlyCollection<SignalPosition> Positions => [.. Late.Positions, .. Forward.Positions];
}
