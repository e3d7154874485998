namespace Torghut.ClickHouse.Http;

/// <summary>An answer whose body may still be arriving, with the deadline that holds for all of it.</summary>
internal sealed class ServerReply(HttpResponseMessage response, Deadline deadline, string query) : IDisposable
{
    public QuerySummary Summary { get; } = QuerySummary.Parse(Header(response, "X-ClickHouse-Query-Id") ?? "", Header(response, "X-ClickHouse-Summary"));

    public Task<Stream> OpenBodyAsync(CancellationToken ct) => response.Content.ReadAsStreamAsync(ct);

    /// <summary>Runs a read of the body and turns what can go wrong into this library's exceptions.</summary>
    public async ValueTask<T> GuardAsync<T>(Func<CancellationToken, ValueTask<T>> read, CancellationToken ct)
    {
        using CancellationTokenSource linked = deadline.Link(ct);
        try
        {
            return await read(linked.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw deadline.Expired(query);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw new ClickHouseConnectionException("The answer broke off: " + error.Message, query, error);
        }
        catch (Exception error) when (error is FormatException or InvalidDataException)
        {
            throw new ClickHouseProtocolException("The answer cannot be read: " + error.Message, query, error);
        }
    }

    public void Dispose()
    {
        response.Dispose();
        deadline.Dispose();
    }

    public static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
}
