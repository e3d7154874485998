using System.Globalization;
using System.Text;

namespace Torghut.ClickHouse.Http;

/// <summary>Sends one request and sorts the answer into success, refusal and silence.</summary>
internal sealed class RequestSender(HttpClient http, ClickHouseClientSettings settings, TimeProvider time)
{
    private const int MaxErrorBytes = 64 * 1024;

    /// <summary>The address with what every query says.</summary>
    public RequestAddress Address(QueryOptions? options)
    {
        RequestAddress address = new RequestAddress(settings.Endpoint)
            .Add("database", options?.Database ?? settings.Database)
            .Add("query_id", options?.QueryId ?? Guid.NewGuid().ToString())
            // The server answers when the query is over, so that an error always comes with its status instead of in the middle of rows.
            .Add("wait_end_of_query", "1");
        if (settings.Compression) address.Add("enable_http_compression", "1");
        var merged = new Dictionary<string, string>(settings.QuerySettings);
        foreach ((string name, string value) in options?.Settings ?? new Dictionary<string, string>()) merged[name] = value;
        if (options?.DeduplicationToken is { } token) merged["insert_deduplication_token"] = token;
        foreach ((string name, string value) in merged) address.Add(name, value);
        return address;
    }

    /// <summary>Returns when the head of a successful answer is there.</summary>
    public async Task<ServerReply> SendAsync(RequestAddress address, HttpContent content, string query, QueryOptions? options, CancellationToken ct)
    {
        var deadline = new Deadline(options?.Timeout ?? settings.Timeout, time);
        try
        {
            return await SendAsync(address, content, query, deadline, ct);
        }
        catch
        {
            deadline.Dispose();
            throw;
        }
    }

    private async Task<ServerReply> SendAsync(RequestAddress address, HttpContent content, string query, Deadline deadline, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address.ToUri()) { Content = content };
        request.Headers.Add("X-ClickHouse-User", settings.User);
        if (settings.Password.Length > 0) request.Headers.Add("X-ClickHouse-Key", settings.Password);
        using CancellationTokenSource linked = deadline.Link(ct);
        HttpResponseMessage? response = null;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token);
            if (response.IsSuccessStatusCode && ServerReply.Header(response, "X-ClickHouse-Exception-Code") is null) return new ServerReply(response, deadline, query);
            ClickHouseServerException refusal = await ReadRefusalAsync(response, query, linked.Token);
            response.Dispose();
            throw refusal;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            response?.Dispose();
            throw deadline.Expired(query);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            response?.Dispose();
            throw new ClickHouseConnectionException($"No answer from {settings.Endpoint.GetLeftPart(UriPartial.Authority)}: {error.Message}", query, error);
        }
    }

    private static async Task<ClickHouseServerException> ReadRefusalAsync(HttpResponseMessage response, string query, CancellationToken ct)
    {
        await using Stream body = await response.Content.ReadAsStreamAsync(ct);
        var bytes = new byte[MaxErrorBytes];
        int length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        string text = Encoding.UTF8.GetString(bytes, 0, length).Trim();
        string queryId = ServerReply.Header(response, "X-ClickHouse-Query-Id") ?? "";
        _ = int.TryParse(ServerReply.Header(response, "X-ClickHouse-Exception-Code"), NumberStyles.None, CultureInfo.InvariantCulture, out int code);
        string message = text.Length > 0 ? text : $"The server answered {(int)response.StatusCode} without a reason.";
        return new ClickHouseServerException(code, (int)response.StatusCode, message, query, queryId);
    }
}
