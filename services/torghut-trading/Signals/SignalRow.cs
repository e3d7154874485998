using Torghut.Trading.Strategies;

namespace Torghut.Trading.Signals;

/// <summary>One signal as read from the store.</summary>
/// <param name="Symbol">Ticker.</param>
/// <param name="EventTs">End of the signal's window.</param>
/// <param name="Seq">Sequence of the signal.</param>
/// <param name="IngestTs">When the newest of its inputs was received.</param>
/// <param name="Timeframe">For example <c>1Sec</c>.</param>
/// <param name="Features">The indicators.</param>
internal sealed record SignalRow(string Symbol, DateTimeOffset EventTs, long Seq, DateTimeOffset IngestTs, string Timeframe, SignalFeatures Features)
{
    public SignalPosition Position => new(EventTs, Symbol, Seq);
}
