namespace Torghut.Contracts.Records;

/// <summary>Values of <see cref="CorporateAction.Kind"/> and of <see cref="Signal.Restart"/>.</summary>
public static class CorporateActionKinds
{
    public const string Split = "split";
    public const string SymbolChange = "symbol_change";

    public static IReadOnlyList<string> All { get; } = [Split, SymbolChange];
}
