namespace Torghut.Ops.TradingHistory.Reading;

/// <summary>What may be an account's label in a question.</summary>
internal static class AccountLabel
{
    public const int MaxLength = 64;

    /// <summary>The label; null when it is none.</summary>
    public static string? Check(string text) =>
        text.Length is > 0 and <= MaxLength && !text.Any(character => char.IsControl(character) || char.IsSurrogate(character)) ? text : null;
}
