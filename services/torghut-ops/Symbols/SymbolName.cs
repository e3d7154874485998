using System.Text.RegularExpressions;

namespace Torghut.Ops.Symbols;

/// <summary>US equity symbols as Alpaca writes them.</summary>
internal static partial class SymbolName
{
    public const string Expected = "symbols such as AAPL or BRK.B: up to 10 capital letters, digits and dots, beginning with a letter";

    public static bool IsValid(string text) => Pattern().IsMatch(text);

    [GeneratedRegex(@"\A[A-Z][A-Z0-9]{0,9}(\.[A-Z0-9]{1,4})?\z")]
    private static partial Regex Pattern();
}
