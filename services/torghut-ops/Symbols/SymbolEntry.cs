namespace Torghut.Ops.Symbols;

/// <summary>A symbol of the universe.</summary>
/// <param name="Enabled">Whether it is subscribed and traded; a disabled one stays listed, so that its history can be asked for.</param>
/// <param name="UpdatedAt">When it was last changed, UTC.</param>
/// <param name="UpdatedBy">Who changed it.</param>
/// <param name="Reason">Why; null where a version before did not keep it.</param>
internal sealed record SymbolEntry(string Symbol, bool Enabled, DateTimeOffset UpdatedAt, string UpdatedBy, string? Reason = null);
