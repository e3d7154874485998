using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Torghut.Alpaca.Trading;

namespace Torghut.Alpaca.Data;

/// <inheritdoc cref="IAlpacaDataClient"/>
/// <param name="http">Its own time-out should be infinite or longer than <see cref="AlpacaRestOptions.RequestTimeout"/>; see <see
/// cref="AlpacaHttpHandler"/>.</param>
/// <param name="options">Address, credentials and limits.</param>
/// <param name="time">Clock for time-outs and relative rate-limit headers.</param>
public sealed class AlpacaDataClient(HttpClient http, AlpacaRestOptions options, TimeProvider time) : IAlpacaDataClient
{
    private const int MaxPageLimit = 10_000;
    private const int ActionsPage = 1_000;

    private readonly AlpacaHttp _http = new(http, options, time);

    public IAsyncEnumerable<AlpacaBar> ListBarsAsync(HistoryQuery query, Action<UnreadItem> unread, CancellationToken cancellationToken) => ListAsync(
        $"/v2/stocks/bars?{Format(query)}&timeframe={Uri.EscapeDataString(query.Timeframe)}",
        (json, bounds) => HistoryPage<AlpacaBar>.Read(json, "bars", bounds, HistoryJson.ReadBar),
        unread,
        cancellationToken);

    public IAsyncEnumerable<AlpacaTrade> ListTradesAsync(HistoryQuery query, Action<UnreadItem> unread, CancellationToken cancellationToken) => ListAsync(
        $"/v2/stocks/trades?{Format(query)}",
        (json, bounds) => HistoryPage<AlpacaTrade>.Read(json, "trades", bounds, HistoryJson.ReadTrade),
        unread,
        cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Alpaca's <see href="https://docs.alpaca.markets/reference/corporateactions-1">corporate actions</see>, each under its kind.</remarks>
    public async IAsyncEnumerable<AlpacaCorporateAction> ListCorporateActionsAsync(
        DateOnly first, DateOnly last, Action<UnreadItem> unread, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"/v1/corporate-actions?types={CorporateActionJson.Types}&start={first:yyyy-MM-dd}&end={last:yyyy-MM-dd}&limit={ActionsPage}");
        var actions = ListAsync(
            path,
            (json, bounds) => HistoryPage<AlpacaCorporateAction?>.Read(json, "corporate_actions", bounds, CorporateActionJson.Read),
            unread,
            cancellationToken);
        await foreach (var action in actions)
        {
            if (action is not null)
            {
                yield return action;
            }
        }
    }

    public Task<IReadOnlyList<AlpacaSnapshot>> ListSnapshotsAsync(IReadOnlyCollection<string> symbols, string feed, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(symbols.Count);
        var names = Uri.EscapeDataString(string.Join(',', symbols));
        return _http.SendAsync(
            HttpMethod.Get, $"/v2/stocks/snapshots?symbols={names}&feed={Uri.EscapeDataString(feed)}", null, false, SnapshotJson.Read, cancellationToken);
    }

    private async IAsyncEnumerable<T> ListAsync<T>(
        string path,
        Func<JsonElement, JsonDocumentOptions, HistoryPage<T>> read,
        Action<UnreadItem> unread,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        for (var number = 0; number < options.MaxPages; number++)
        {
            var from = token is null ? path : $"{path}&page_token={Uri.EscapeDataString(token)}";
            var page = await _http.SendPageAsync(HttpMethod.Get, from, read, cancellationToken);
            foreach (var item in page.Unread)
            {
                unread(item);
            }

            foreach (var item in page.Items)
            {
                yield return item;
            }

            if (page.NextToken is null)
            {
                yield break;
            }

            if (page.NextToken == token)
            {
                throw new AlpacaApiException("The broker sent the same page token twice.") { IsTransient = true };
            }

            token = page.NextToken;
        }

        throw new AlpacaApiException($"The query has more than {options.MaxPages} pages.");
    }

    private static string Format(HistoryQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfZero(query.Symbols.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PageLimit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.PageLimit, MaxPageLimit);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"symbols={Uri.EscapeDataString(string.Join(',', query.Symbols))}&start={Instant(query.Start)}&end={Instant(query.End)}"
            + $"&feed={Uri.EscapeDataString(query.Feed)}&limit={query.PageLimit}&sort=asc");
    }

    private static string Instant(DateTimeOffset instant) => Uri.EscapeDataString(instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
}
