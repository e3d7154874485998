using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Torghut.Sandbox.Alpaca.Http;

/// <summary>Writes JSON answers.</summary>
internal static class JsonResponse
{
    // Answers are read by programs, never put into a page: offsets keep their plus sign.
    public static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task WriteAsync(HttpContext context, JsonNode? body, int status = StatusCodes.Status200OK) =>
        WriteAsync(context, body is null ? "null"u8.ToArray() : JsonSerializer.SerializeToUtf8Bytes(body, Plain), status);

    /// <summary>Writes text as it is, which need not be JSON.</summary>
    public static Task WriteRawAsync(HttpContext context, string text, int status = StatusCodes.Status200OK) =>
        WriteAsync(context, Encoding.UTF8.GetBytes(text), status);

    private static Task WriteAsync(HttpContext context, byte[] bytes, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=UTF-8";
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
