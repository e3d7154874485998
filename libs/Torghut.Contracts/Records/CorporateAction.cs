namespace Torghut.Contracts.Records;

/// <summary>Something declared for a symbol after which its prices are not those of before.</summary>
/// <param name="Kind">A word of <see cref="CorporateActionKinds"/>.</param>
/// <param name="EffectiveTs">04:00 New York of the first day that trades under it, nanoseconds since the Unix epoch, UTC.</param>
/// <param name="Ratio">Shares after for each share before, of a split; otherwise null.</param>
public readonly record struct CorporateAction(string Kind, long EffectiveTs, double? Ratio);
