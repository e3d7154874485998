using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Torghut.Sandbox.ClickHouse.Engine;

namespace Torghut.Sandbox.ClickHouse.Http;

/// <summary>Writes answers and errors with ClickHouse's headers.</summary>
internal sealed class ResponseWriter(string engineVersion)
{
    /// <summary>Headers that every answer to a query carries.</summary>
    public static void WriteHead(HttpResponse response, string queryId)
    {
        response.Headers["X-ClickHouse-Query-Id"] = queryId;
        response.Headers["X-ClickHouse-Server-Display-Name"] = "torghut-sandbox";
        response.Headers["X-ClickHouse-Timezone"] = "UTC";
    }

    public static async Task WriteAsync(HttpContext context, QueryOutcome outcome, bool allowCompression)
    {
        HttpResponse response = context.Response;
        response.Headers["X-ClickHouse-Format"] = outcome.Format;
        response.Headers["X-ClickHouse-Summary"] = Summary(outcome.Figures);
        response.ContentType = ContentTypes.Of(outcome.Format);
        if (outcome.Result is null) return;
        await using Stream source = outcome.Result.OpenRead();
        await using Stream target = allowCompression ? Compress(context) : response.Body;
        await source.CopyToAsync(target, 128 * 1024, context.RequestAborted);
    }

    public async Task WriteErrorAsync(HttpContext context, EngineException error)
    {
        HttpResponse response = context.Response;
        response.StatusCode = ErrorStatus.Of(error.Code);
        response.Headers["X-ClickHouse-Exception-Code"] = error.Code.ToString(CultureInfo.InvariantCulture);
        response.ContentType = "text/plain; charset=UTF-8";
        if (response.StatusCode == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Basic realm=\"ClickHouse server HTTP API\"";
        string version = error.Message.Contains("(version ", StringComparison.Ordinal) ? "" : $" (version {engineVersion})";
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(error.Message + version + "\n"), context.RequestAborted);
    }

    private static Stream Compress(HttpContext context)
    {
        string accepted = context.Request.Headers.AcceptEncoding.ToString();
        foreach (string encoding in (string[])["gzip", "deflate", "br"])
        {
            if (!accepted.Contains(encoding, StringComparison.OrdinalIgnoreCase)) continue;
            context.Response.Headers.ContentEncoding = encoding;
            Stream body = context.Response.Body;
            return encoding switch
            {
                "gzip" => new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true),
                "deflate" => new ZLibStream(body, CompressionLevel.Fastest, leaveOpen: true),
                _ => new BrotliStream(body, CompressionLevel.Fastest, leaveOpen: true),
            };
        }
        return context.Response.Body;
    }

    // ClickHouse writes the numbers as strings, because JSON readers lose precision above 2^53.
    private static string Summary(QueryFigures f) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"read_rows":"{{f.RowsRead}}","read_bytes":"{{f.BytesRead}}","written_rows":"{{f.RowsWritten}}","written_bytes":"{{f.BytesWritten}}","total_rows_to_read":"{{f.RowsRead}}","result_rows":"{{f.ResultRows}}","result_bytes":"{{f.ResultBytes}}","elapsed_ns":"{{f.Elapsed.Ticks * 100}}"}""");
}
