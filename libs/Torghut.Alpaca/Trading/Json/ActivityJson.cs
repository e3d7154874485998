using System.Globalization;
using System.Text.Json;

namespace Torghut.Alpaca.Trading;

internal static class ActivityJson
{
    private const int LargestPage = 100;

    /// <exception cref="ArgumentOutOfRangeException">The page's size is outside 1 to 100.</exception>
    public static string Format(ActivityQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.PageSize, LargestPage);
        var after = query.After is { } instant
            ? "&after=" + Uri.EscapeDataString(instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture))
            : "";
        var token = query.PageToken is { } id ? "&page_token=" + Uri.EscapeDataString(id) : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"/v2/account/activities?category=non_trade_activity&direction=asc&page_size={query.PageSize}{after}{token}");
    }

    public static AlpacaActivity Read(JsonElement json) => new()
    {
        Id = json.RequiredText("id"),
        ActivityType = json.RequiredText("activity_type"),
        TransactionTime = json.Time("transaction_time"),
        Date = json.Text("date"),
        NetAmount = json.Decimal("net_amount"),
        Symbol = json.Text("symbol"),
        Qty = json.Decimal("qty"),
        Status = json.Text("status"),
        Description = json.Text("description"),
        RawJson = json.GetRawText(),
    };
}
