namespace Torghut.Ops.TechnicalAnalysis;

/// <summary>The newest of a symbol.</summary>
/// <param name="BarTs">End of the bar's window, UTC.</param>
/// <param name="Bar">o, h, l, c, v, vwap, count; NaN where there is none.</param>
/// <param name="Signal">End of the window of the newest signal, and its values; null when there is none.</param>
/// <param name="LagSeconds">From the bar's end to the moment that the answer is of.</param>
internal sealed record LatestItem(
    string Symbol, DateTimeOffset BarTs, double[] Bar, (DateTimeOffset EventTs, double[] Values)? Signal, double LagSeconds);
