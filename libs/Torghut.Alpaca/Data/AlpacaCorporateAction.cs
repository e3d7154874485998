namespace Torghut.Alpaca.Data;

/// <summary>A split or a change of a symbol.</summary>
/// <param name="IsSplit">Whether shares are exchanged for others at a rate; otherwise only the name changes.</param>
/// <param name="Symbols">Whom it concerns: one symbol, or the old and the new one.</param>
/// <param name="EffectiveDate">The first day that trades under it, in New York.</param>
/// <param name="Ratio">Shares after for each share before, of a split; otherwise null.</param>
public sealed record AlpacaCorporateAction(bool IsSplit, IReadOnlyList<string> Symbols, DateOnly EffectiveDate, decimal? Ratio);
