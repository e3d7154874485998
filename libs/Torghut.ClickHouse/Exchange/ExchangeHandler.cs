using System.Globalization;
using System.Text;
using ClickHouse.Driver.Compression;

namespace Torghut.ClickHouse.Exchange;

/// <summary>
/// Stands between the driver and the wire. Takes in every answer whole and within bounds before the driver sees it, so that the driver, which
/// reads rows synchronously and allocates what an answer tells it to, never waits for a server and never reads what was not looked at.
/// </summary>
internal sealed class ExchangeHandler(HttpMessageHandler transport, IClickHouseCompressor? compressor, int maxResponseBytes) : DelegatingHandler(transport)
{
    private const int MaxErrorBytes = 64 * 1024;
    private const string RowFormat = "RowBinaryWithNamesAndTypes";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        bool isInsert = request.Content?.Headers.ContentType?.MediaType == "application/octet-stream";
        if (isInsert && compressor is not null)
        {
            request.Content = new CompressedBody(request.Content!, compressor);
        }

        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        try
        {
            bool isRefusal = !response.IsSuccessStatusCode || Header(response, "X-ClickHouse-Exception-Code") is not null;
            if (isRefusal)
            {
                throw await RefusalAsync(response, cancellationToken);
            }

            ArraySegment<byte> body = await ResponseBody.ReadAsync(response, compressor, maxResponseBytes, cancellationToken);
            if (Header(response, "X-ClickHouse-Exception-Tag") is { } tag && ExceptionBlock.Find(body, tag) is { } text)
            {
                throw RefusalException.InResponse(text, (int)response.StatusCode, QueryId(response));
            }

            bool hasRows = !isInsert && body.Count > 0 && Header(response, "X-ClickHouse-Format") is null or RowFormat;
            if (hasRows)
            {
                ResponseHead.Check(body);
            }

            Replace(response, hasRows ? body : ArraySegment<byte>.Empty);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<RefusalException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        string text = await ErrorTextAsync(response, cancellationToken);
        _ = int.TryParse(Header(response, "X-ClickHouse-Exception-Code"), NumberStyles.None, CultureInfo.InvariantCulture, out int code);
        string message = text.Length > 0 ? text : $"The server answered {(int)response.StatusCode} without a reason.";
        return new RefusalException(code, (int)response.StatusCode, message, QueryId(response));
    }

    private async Task<string> ErrorTextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return Encoding.UTF8.GetString(await ResponseBody.ReadStartAsync(response, compressor, MaxErrorBytes, cancellationToken)).Trim();
        }
        catch (InvalidDataException error)
        {
            // It is a refusal all the same: its status and number say more than its text.
            return error.Message;
        }
    }

    private static void Replace(HttpResponseMessage response, ArraySegment<byte> body)
    {
        HttpContent sent = response.Content;
        response.Content = new ByteArrayContent(body.Array!, body.Offset, body.Count);
        response.Content.Headers.ContentType = sent.Headers.ContentType;
        sent.Dispose();
    }

    private static string QueryId(HttpResponseMessage response) => Header(response, "X-ClickHouse-Query-Id") ?? "";

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
}
