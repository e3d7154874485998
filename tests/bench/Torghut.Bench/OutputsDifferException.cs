namespace Torghut.Bench;

/// <summary>Two implementations that are to be compared do not do the same work, so that nothing may be timed.</summary>
public sealed class OutputsDifferException(string message) : Exception(message);
