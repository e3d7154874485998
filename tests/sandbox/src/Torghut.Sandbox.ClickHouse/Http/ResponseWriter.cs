using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Torghut.Sandbox.ClickHouse.Engine;

namespace Torghut.Sandbox.ClickHouse.Http;

/// <summary>Writes answers and errors with ClickHouse's headers.</summary>
internal sealed class ResponseWriter(string engineVersion)
{
    private const string ExceptionTag = "X-ClickHouse-Exception-Tag";
    private const int TagLength = 16;
    private const int CopyBytes = 128 * 1024;

    /// <summary>Headers that every answer to a query carries.</summary>
    public static void WriteHead(HttpResponse response, string queryId)
    {
        response.Headers["X-ClickHouse-Query-Id"] = queryId;
        response.Headers["X-ClickHouse-Server-Display-Name"] = "torghut-sandbox";
        response.Headers["X-ClickHouse-Timezone"] = "UTC";
        response.Headers[ExceptionTag] = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", TagLength);
    }

    /// <summary>Writes the answer, or half of it and then <paramref name="failure"/>, when there is one.</summary>
    public async Task WriteAsync(HttpContext context, RequestParameters parameters, QueryOutcome outcome, EngineException? failure)
    {
        // A server that waits for the query's end has sent nothing when it fails.
        if (failure is not null && (parameters.WaitsForEnd || outcome.Result is null))
        {
            throw failure;
        }

        HttpResponse response = context.Response;
        string summary = Summary(outcome.Figures);
        response.Headers["X-ClickHouse-Format"] = outcome.Format;
        response.Headers["X-ClickHouse-Summary"] = summary;
        if (parameters.WantsProgress)
        {
            response.Headers["X-ClickHouse-Progress"] = summary;
        }

        response.ContentType = ContentTypes.Of(outcome.Format);
        if (outcome.Result is null)
        {
            return;
        }

        string? coding = parameters.AllowCompression ? BodyCodec.Choose(context.Request.Headers.AcceptEncoding.ToString()) : null;
        if (coding is not null)
        {
            response.Headers.ContentEncoding = coding;
        }

        if (coding is null)
        {
            await WriteRowsAsync(outcome.Result, response.Body, response, failure, context.RequestAborted);
            return;
        }

        await using Stream compressed = BodyCodec.Compress(coding, response.Body);
        await WriteRowsAsync(outcome.Result, compressed, response, failure, context.RequestAborted);
    }

    private async Task WriteRowsAsync(EngineResult result, Stream target, HttpResponse response, EngineException? failure, CancellationToken cancellationToken)
    {
        await using Stream source = result.OpenRead();
        if (failure is null)
        {
            await source.CopyToAsync(target, CopyBytes, cancellationToken);
        }
        else
        {
            await BreakOffAsync(source, result.Length / 2, target, response, failure, cancellationToken);
        }
    }

    public async Task WriteErrorAsync(HttpContext context, EngineException error)
    {
        HttpResponse response = context.Response;
        response.StatusCode = ErrorStatus.Of(error.Code);
        response.Headers["X-ClickHouse-Exception-Code"] = error.Code.ToString(CultureInfo.InvariantCulture);
        response.ContentType = "text/plain; charset=UTF-8";
        if (response.StatusCode == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Basic realm=\"ClickHouse server HTTP API\"";
        }

        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(Text(error) + "\n"), context.RequestAborted);
    }

    // The block that src/Server/HTTP/WriteBufferFromHTTPServerResponse.cpp of ClickHouse ends an answer with when its query fails.
    private async Task BreakOffAsync(
        Stream source, long length, Stream target, HttpResponse response, EngineException failure, CancellationToken cancellationToken)
    {
        var rows = new byte[length];
        await source.ReadExactlyAsync(rows, cancellationToken);
        await target.WriteAsync(rows, cancellationToken);
        string tag = response.Headers[ExceptionTag].ToString();
        string text = Text(failure);
        string textBytes = Encoding.UTF8.GetByteCount(text).ToString(CultureInfo.InvariantCulture);
        string block = $"__exception__\r\n{tag}\r\n{text}\n{textBytes} {tag}\r\n__exception__\r\n";
        await target.WriteAsync(Encoding.UTF8.GetBytes(block), cancellationToken);
    }

    private string Text(EngineException error) =>
        error.Message + (error.Message.Contains("(version ", StringComparison.Ordinal) ? "" : $" (version {engineVersion})");

    // ClickHouse writes the numbers as strings, because JSON readers lose precision above 2^53.
    private static string Summary(QueryFigures f) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"read_rows":"{{f.RowsRead}}","read_bytes":"{{f.BytesRead}}","written_rows":"{{f.RowsWritten}}","written_bytes":"{{f.BytesWritten}}","total_rows_to_read":"{{f.RowsRead}}","result_rows":"{{f.ResultRows}}","result_bytes":"{{f.ResultBytes}}","elapsed_ns":"{{f.Elapsed.Ticks * 100}}"}""");
}
