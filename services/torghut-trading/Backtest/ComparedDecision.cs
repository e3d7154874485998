namespace Torghut.Trading.Backtest;

/// <summary>A decision as live and backtest are compared by it.</summary>
/// <param name="Hash">Its identity.</param>
/// <param name="SignalAt">Event time of its signal.</param>
/// <param name="Configuration">Strategy's version, type and parameters.</param>
/// <param name="FeatureHash">Digest of the features it was made on.</param>
/// <param name="Reasons">Codes against it; none when it was approved.</param>
/// <param name="Order">The order that was judged, canonical JSON.</param>
internal sealed record ComparedDecision(
    string Hash,
    string Strategy,
    string Symbol,
    DateTimeOffset SignalAt,
    string Configuration,
    string FeatureHash,
    IReadOnlyList<string> Reasons,
    string Order);
