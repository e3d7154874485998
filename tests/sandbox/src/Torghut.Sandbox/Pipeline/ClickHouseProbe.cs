using System.Globalization;
using Torghut.Sandbox.Infrastructure;

namespace Torghut.Sandbox.Pipeline;

/// <summary>Counts rows over ClickHouse's HTTP interface.</summary>
internal sealed class ClickHouseProbe(HttpClient http, Uri url)
{
    public async Task<StoredCounts> ReadAsync(CancellationToken cancellationToken)
    {
        var cells = (await QueryAsync("""
            SELECT (SELECT uniqExact(symbol, event_ts, seq) FROM torghut.ta_microbars), (SELECT uniqExact(symbol, event_ts, seq) FROM torghut.ta_signals)
            """, cancellationToken)).Split('\t');
        return new StoredCounts(long.Parse(cells[0], CultureInfo.InvariantCulture), long.Parse(cells[1], CultureInfo.InvariantCulture),
            await NewestAsync(cancellationToken));
    }

    public async Task<DateTime?> NewestAsync(CancellationToken cancellationToken)
    {
        var milliseconds = long.Parse(await QueryAsync("SELECT toUnixTimestamp64Milli(max(event_ts)) FROM torghut.ta_microbars", cancellationToken),
            CultureInfo.InvariantCulture);
        return milliseconds <= 0 ? null : DateTime.UnixEpoch.AddMilliseconds(milliseconds);
    }

    private async Task<string> QueryAsync(string sql, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(sql) };
        request.Headers.Add("X-ClickHouse-User", SandboxCredentials.ClickHouseUser);
        request.Headers.Add("X-ClickHouse-Key", SandboxCredentials.ClickHousePassword);
        using var response = await http.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? body.Trim() : throw new HttpRequestException(body.Trim());
    }
}

/// <summary>Distinct rows of the two tables, and the newest window end.</summary>
internal sealed record StoredCounts(long Microbars, long Signals, DateTime? Newest);
