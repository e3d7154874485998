namespace Torghut.Ta.Engine;

/// <summary>A corporate action that was declared for a symbol, and what became of it.</summary>
/// <param name="Kind">A word of <see cref="Contracts.Records.CorporateActionKinds"/>.</param>
/// <param name="EffectiveSecond">Bars whose window begins at this epoch second or later are under it.</param>
/// <param name="FirstBar">End of the first bar under it, with which the indicators began anew, epoch seconds; 0 while there was none.</param>
internal readonly record struct DeclaredAction(string Kind, long EffectiveSecond, long FirstBar);
