namespace Torghut.Trading.Loop;

/// <param name="Symbols">Symbols with a position or an order that works, or may.</param>
/// <param name="Unwatched">Symbols with a position that no enabled strategy trades.</param>
internal sealed record HeldSymbolsView(IReadOnlyList<string> Symbols, IReadOnlyList<string> Unwatched);
