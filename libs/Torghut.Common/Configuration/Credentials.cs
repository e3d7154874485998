namespace Torghut.Common.Configuration;

/// <summary>
/// Credentials have keys of their own, which are never shown. In an address they would reach logs, metrics and error texts of whoever connects to it.
/// </summary>
internal static class Credentials
{
    /// <summary>Whether a text has a user and a password in it, as <c>user:password@host</c> does.</summary>
    /// <remarks>By hand: an expression that never goes back would keep tables of all Unicode, several megabytes of every service.</remarks>
    public static bool AreIn(string text)
    {
        var (length, hasColon) = (0, false);
        foreach (var sign in text)
        {
            if (sign == '@' && hasColon)
            {
                return true;
            }

            if (sign is '@' or '/' or ',' || char.IsWhiteSpace(sign))
            {
                (length, hasColon) = (0, false);
                continue;
            }

            hasColon |= sign == ':' && length > 0;
            length++;
        }

        return false;
    }

    /// <summary>Whether an address has a user in it, or a query, which may be a token.</summary>
    public static bool AreIn(Uri address, bool allowsQuery) => address.UserInfo.Length > 0 || (!allowsQuery && address.Query.Length > 0);
}
