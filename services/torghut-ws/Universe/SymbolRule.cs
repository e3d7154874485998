namespace Torghut.Ws.Universe;

/// <summary>What may be a symbol, wherever it comes from.</summary>
internal static class SymbolRule
{
    private const int MaxLength = 32;

    public static bool IsValid(string symbol) => symbol == "*"
        || (symbol.Length is > 0 and <= MaxLength
            && symbol.All(character => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character) || character is '.' or '/' or '-'));
}
