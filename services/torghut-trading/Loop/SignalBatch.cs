using Torghut.Trading.Signals;

namespace Torghut.Trading.Loop;

/// <summary>Signals of one tick.</summary>
/// <param name="Late">Behind the cursor.</param>
/// <param name="Forward">After the cursor.</param>
/// <param name="More">Whether there may be more after them.</param>
internal sealed record SignalBatch(IReadOnlyList<SignalRow> Late, IReadOnlyList<SignalRow> Forward, bool More)
{
    public bool IsEmpty => Late.Count == 0 && Forward.Count == 0;
}
