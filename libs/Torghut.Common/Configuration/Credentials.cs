using System.Text.RegularExpressions;

namespace Torghut.Common.Configuration;

/// <summary>
/// Credentials have keys of their own, which are never shown. In an address they would reach logs, metrics and error texts of whoever connects to it.
/// </summary>
internal static partial class Credentials
{
    /// <summary>Whether a text has a user and a password in it, as <c>user:password@host</c> does.</summary>
    /// <remarks>To make the expression ready takes a tenth of a command's start, and hardly a value has the character that it looks for.</remarks>
    public static bool AreIn(string text) => text.Contains('@', StringComparison.Ordinal) && UserAndPassword().IsMatch(text);

    /// <summary>Whether an address has a user in it, or a query, which may be a token.</summary>
    public static bool AreIn(Uri address, bool allowsQuery) => address.UserInfo.Length > 0 || (!allowsQuery && address.Query.Length > 0);

    [GeneratedRegex(@"[^\s/@,]+:[^\s/@,]*@", RegexOptions.NonBacktracking)]
    private static partial Regex UserAndPassword();
}
