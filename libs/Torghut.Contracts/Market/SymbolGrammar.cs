namespace Torghut.Contracts.Market;

/// <summary>What may be a symbol, at every boundary: 1 to 16 capital letters, digits and <c>. / -</c>, beginning with a letter.</summary>
public static class SymbolGrammar
{
    public const int MaxLength = 16;

    /// <summary>The grammar in a sentence, for messages about a value that is outside it.</summary>
    public const string Expected = "symbols such as AAPL or BRK.B: 1 to 16 capital letters, digits and . / -, beginning with a letter";

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxLength || !char.IsAsciiLetterUpper(text[0]))
        {
            return false;
        }

        foreach (var character in text)
        {
            if (!char.IsAsciiLetterUpper(character) && !char.IsAsciiDigit(character) && character is not ('.' or '/' or '-'))
            {
                return false;
            }
        }

        return true;
    }
}
