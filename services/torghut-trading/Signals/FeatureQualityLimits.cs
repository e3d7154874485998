namespace Torghut.Trading.Signals;

/// <param name="MaxNullRate">Largest share, 0 to 1, of missing required values among a symbol's rows.</param>
/// <param name="MaxStaleness">Oldest newest row of a symbol, market time.</param>
/// <param name="MaxDuplicateRate">Largest share, 0 to 1, of rows of a symbol that repeat another one's position.</param>
internal sealed record FeatureQualityLimits(double MaxNullRate, TimeSpan MaxStaleness, double MaxDuplicateRate);
