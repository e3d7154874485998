namespace Torghut.Bench;

/// <summary>Outputs that were found equal before anything was timed.</summary>
/// <param name="What">Whose outputs, and how equal.</param>
/// <param name="Items">How many were compared.</param>
public sealed record Comparison(string What, long Items);
