namespace Torghut.Trading.Universe;

/// <param name="Symbols">Symbols that may be traded; empty when the universe is not known.</param>
/// <param name="Fault">Why the source failed last; null when it did not.</param>
internal sealed record UniverseView(IReadOnlyList<string> Symbols, string? Fault)
{
    public bool Known => Symbols.Count > 0;
}
