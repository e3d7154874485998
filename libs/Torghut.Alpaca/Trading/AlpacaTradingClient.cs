using System.Globalization;
using System.Text.Json;

namespace Torghut.Alpaca.Trading;

/// <inheritdoc cref="IAlpacaTradingClient"/>
/// <param name="http">Its own time-out should be infinite or longer than <see cref="AlpacaRestOptions.RequestTimeout"/>; see <see
/// cref="AlpacaHttpHandler"/>.</param>
/// <param name="options">Address, credentials and limits.</param>
/// <param name="time">Clock for time-outs and relative rate-limit headers.</param>
public sealed class AlpacaTradingClient(HttpClient http, AlpacaRestOptions options, TimeProvider time) : IAlpacaTradingClient
{
    private const int NotFound = 404;

    private readonly AlpacaHttp _http = new(http, options, time);

    public Task<AlpacaAccount> GetAccountAsync(CancellationToken cancellationToken) => GetAsync("/v2/account", AccountJson.Read, cancellationToken);

    public Task<ItemList<AlpacaPosition>> ListPositionsAsync(CancellationToken cancellationToken) =>
        ListAsync(HttpMethod.Get, "/v2/positions", PositionJson.Read, cancellationToken);

    public Task<AlpacaPosition?> GetPositionAsync(string symbol, CancellationToken cancellationToken) =>
        FindAsync($"/v2/positions/{Escape(symbol)}", PositionJson.Read, cancellationToken);

    public Task<AlpacaOrder> SubmitOrderAsync(OrderRequest order, CancellationToken cancellationToken) =>
        _http.SendAsync(HttpMethod.Post, "/v2/orders", OrderRequestJson.Write(order), true, OrderJson.Read, cancellationToken);

    public Task<AlpacaOrder?> GetOrderAsync(string orderId, CancellationToken cancellationToken) =>
        FindAsync($"/v2/orders/{Escape(orderId)}", OrderJson.Read, cancellationToken);

    public Task<AlpacaOrder?> GetOrderByClientOrderIdAsync(string clientOrderId, CancellationToken cancellationToken) =>
        FindAsync($"/v2/orders:by_client_order_id?client_order_id={Escape(clientOrderId)}", OrderJson.Read, cancellationToken);

    public Task<ItemList<AlpacaOrder>> ListOrdersAsync(OrderQuery query, CancellationToken cancellationToken) =>
        ListAsync(HttpMethod.Get, OrderQueryString.Format(query), OrderJson.Read, cancellationToken);

    public Task<AlpacaOrder> ReplaceOrderAsync(string orderId, ReplaceOrderRequest change, CancellationToken cancellationToken) =>
        _http.SendAsync(HttpMethod.Patch, $"/v2/orders/{Escape(orderId)}", OrderRequestJson.Write(change), true, OrderJson.Read, cancellationToken);

    public Task CancelOrderAsync(string orderId, CancellationToken cancellationToken) =>
        _http.SendAsync(HttpMethod.Delete, $"/v2/orders/{Escape(orderId)}", true, cancellationToken);

    // With nothing to cancel the broker may answer without a body.
    public Task<ItemList<CancelResult>> CancelAllOrdersAsync(CancellationToken cancellationToken) =>
        _http.SendListAsync(HttpMethod.Delete, "/v2/orders", true, ReadCancel, cancellationToken, "[]"u8.ToArray());

    public Task<AlpacaClock> GetClockAsync(CancellationToken cancellationToken) => GetAsync("/v2/clock", MarketTimeJson.ReadClock, cancellationToken);

    public Task<ItemList<AlpacaCalendarDay>> ListCalendarAsync(DateOnly start, DateOnly end, CancellationToken cancellationToken) =>
        ListAsync(HttpMethod.Get, $"/v2/calendar?start={Day(start)}&end={Day(end)}", MarketTimeJson.ReadDay, cancellationToken);

    public Task<AlpacaAsset?> GetAssetAsync(string symbolOrId, CancellationToken cancellationToken) =>
        FindAsync($"/v2/assets/{Escape(symbolOrId)}", AssetJson.Read, cancellationToken);

    public Task<ItemList<AlpacaAsset>> ListAssetsAsync(AssetStatus status, AssetClass assetClass, CancellationToken cancellationToken) => ListAsync(
        HttpMethod.Get,
        $"/v2/assets?status={EnumNames<AssetStatus>.Format(status)}&asset_class={EnumNames<AssetClass>.Format(assetClass)}",
        AssetJson.Read,
        cancellationToken);

    public Task<ItemList<AlpacaActivity>> ListActivitiesAsync(ActivityQuery query, CancellationToken cancellationToken) =>
        ListAsync(HttpMethod.Get, ActivityJson.Format(query), ActivityJson.Read, cancellationToken);

    private Task<ItemList<T>> ListAsync<T>(HttpMethod method, string path, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        _http.SendListAsync(method, path, changes: method != HttpMethod.Get, read, cancellationToken);

    private Task<T> GetAsync<T>(string path, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        _http.SendAsync(HttpMethod.Get, path, null, false, read, cancellationToken);

    private async Task<T?> FindAsync<T>(string path, Func<JsonElement, T> read, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await GetAsync(path, read, cancellationToken);
        }
        catch (AlpacaApiException exception) when (exception.Status == NotFound && exception.Code is not null)
        {
            // Only the broker's own 404 carries a code; a proxy's must not pass for "no such order".
            return null;
        }
    }

    private static CancelResult ReadCancel(JsonElement json) =>
        new(json.RequiredText("id"), json.Integer("status") ?? throw new FormatException("Field 'status' is missing or has the wrong type."));

    private static string Escape(string segment) => Uri.EscapeDataString(segment);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
