using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Torghut.Sandbox.Alpaca.Hosting;

/// <summary>Writes JSON answers.</summary>
internal static class JsonAnswer
{
    // Answers are read by programs, never put into a page: offsets keep their plus sign.
    public static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task WriteAsync(HttpContext context, JsonNode? body, int status = StatusCodes.Status200OK)
    {
        var bytes = body is null ? "null"u8.ToArray() : JsonSerializer.SerializeToUtf8Bytes(body, Plain);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=UTF-8";
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
