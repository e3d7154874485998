namespace Torghut.Ta.Status;

/// <summary>One corporate action of a symbol.</summary>
/// <param name="Kind"><c>split</c> or <c>symbol_change</c>.</param>
/// <param name="Effective">When it takes effect.</param>
/// <param name="Restarted">End of the bar with which the indicators began anew; null while there was none under it.</param>
internal sealed record ActionSnapshot(string Symbol, string Kind, DateTimeOffset Effective, DateTimeOffset? Restarted);
