using System.Globalization;
using System.Text.RegularExpressions;
using Torghut.Contracts.Market;
using Torghut.Trading.Json;

namespace Torghut.Trading.Api;

/// <summary>Query parameters of a list: <c>symbol</c>, <c>since</c>, <c>limit</c>, <c>cursor</c>.</summary>
internal static partial class PageQuery
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 500;

    /// <summary>The page, or what is wrong with the parameters.</summary>
    public static (PageRequest? Page, string? Fault) Read(IQueryCollection query, string accountLabel)
    {
        foreach (var name in query.Keys)
        {
            if (name is not ("symbol" or "since" or "limit" or "cursor"))
            {
                return (null, $"'{name}' is not known; expected symbol, since, limit, cursor.");
            }
        }

        var limit = DefaultLimit;
        if (query.TryGetValue("limit", out var limitText)
            && (!int.TryParse(limitText, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
        {
            return (null, $"limit must be a number from 1 to {MaxLimit}.");
        }

        DateTimeOffset? since = null;
        if (query.TryGetValue("since", out var sinceText))
        {
            if (!Rfc3339Time().IsMatch(sinceText.ToString()) || !DateTimeOffset.TryParse(sinceText, CultureInfo.InvariantCulture, out var parsed))
            {
                return (null, "since must be an RFC 3339 time, for example 2026-02-06T14:30:00Z or 2026-02-06T09:30:00-05:00; a + is written %2B.");
            }

            since = parsed;
        }

        string? symbol = query.TryGetValue("symbol", out var symbolText) ? symbolText.ToString() : null;
        if (symbol is not null && !SymbolGrammar.IsValid(symbol))
        {
            return (null, $"symbol must be one of the {SymbolGrammar.Expected}.");
        }

        if (!query.TryGetValue("cursor", out var cursor))
        {
            return (new PageRequest(accountLabel, symbol, since, null, null, limit), null);
        }

        return ParseCursor(cursor.ToString()) is { } before
            ? (new PageRequest(accountLabel, symbol, since, before.At, before.Id, limit), null)
            : (null, "cursor must be the next_cursor of an earlier answer.");
    }

    /// <summary>Where the next page starts; null after the last.</summary>
    public static string? NextCursor(IReadOnlyList<JsonMap> rows, int limit)
    {
        if (rows.Count < limit)
        {
            return null;
        }

        var last = rows[^1];
        var microseconds = (((DateTimeOffset)last["created_at"]!).UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        return string.Create(CultureInfo.InvariantCulture, $"{microseconds}_{(Guid)last["id"]!:N}");
    }

    private static (DateTimeOffset At, Guid Id)? ParseCursor(string text)
    {
        var parts = text.Split('_');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            && microseconds < 4_102_444_800_000_000
            && Guid.TryParseExact(parts[1], "N", out var id)
            ? (DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond), id)
            : null;
    }

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?([Zz]|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex Rfc3339Time();
}
