using System.Globalization;
using System.Text;

namespace Torghut.Alpaca.Trading;

internal static class OrderQueryString
{
    private const int MaxLimit = 500;

    /// <exception cref="ArgumentOutOfRangeException">The limit is outside 1 to 500.</exception>
    public static string Format(OrderQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, MaxLimit);
        var status = query.Status switch
        {
            OrderListStatus.Closed => "closed",
            OrderListStatus.All => "all",
            _ => "open",
        };
        var path = new StringBuilder($"/v2/orders?status={status}")
            .Append(CultureInfo.InvariantCulture,
            $"&limit={query.Limit}&direction={(query.Ascending ? "asc" : "desc")}&nested={(query.Nested ? "true" : "false")}");
        Append(path, "after", query.After);
        Append(path, "until", query.Until);
        if (query.Symbols.Count > 0)
        {
            path.Append("&symbols=").Append(Uri.EscapeDataString(string.Join(',', query.Symbols)));
        }

        return path.ToString();
    }

    private static void Append(StringBuilder path, string name, DateTimeOffset? instant)
    {
        if (instant is { } value)
        {
            path.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)));
        }
    }
}
