namespace Torghut.Common.Resilience;

/// <summary>An attempt that failed and is followed by another.</summary>
/// <param name="Failure">Why it failed.</param>
/// <param name="Number">1 for the first.</param>
/// <param name="Delay">Wait before the next.</param>
public readonly record struct FailedAttempt(Exception Failure, int Number, TimeSpan Delay);
