using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Torghut.Alpaca.Data;

/// <inheritdoc cref="IAlpacaDataClient"/>
/// <param name="http">Its own time-out should be infinite or longer than <see cref="AlpacaRestOptions.RequestTimeout"/>; see <see
/// cref="AlpacaHttpHandler"/>.</param>
/// <param name="options">Address, credentials and limits.</param>
/// <param name="time">Clock for time-outs and relative rate-limit headers.</param>
public sealed class AlpacaDataClient(HttpClient http, AlpacaRestOptions options, TimeProvider time) : IAlpacaDataClient
{
    private const int MaxPageLimit = 10_000;

    private readonly AlpacaHttp _http = new(http, options, time);

    public IAsyncEnumerable<AlpacaBar> ListBarsAsync(HistoryQuery query, CancellationToken cancellationToken) => ListAsync(
        $"/v2/stocks/bars?{Format(query)}&timeframe={Uri.EscapeDataString(query.Timeframe)}",
        json => HistoryPage<AlpacaBar>.Read(json, "bars", HistoryJson.ReadBar),
        cancellationToken);

    public IAsyncEnumerable<AlpacaTrade> ListTradesAsync(HistoryQuery query, CancellationToken cancellationToken) => ListAsync(
        $"/v2/stocks/trades?{Format(query)}",
        json => HistoryPage<AlpacaTrade>.Read(json, "trades", HistoryJson.ReadTrade),
        cancellationToken);

    private async IAsyncEnumerable<T> ListAsync<T>(
        string path, Func<JsonElement, HistoryPage<T>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        for (var number = 0; number < options.MaxPages; number++)
        {
            var from = token is null ? path : $"{path}&page_token={Uri.EscapeDataString(token)}";
            var page = await _http.SendAsync(HttpMethod.Get, from, null, false, read, cancellationToken);
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
