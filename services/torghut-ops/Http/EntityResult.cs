using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Torghut.Ops.Http;

/// <summary>
/// A whole answer with a strong tag over its bytes, so that whoever has it already is sent nothing (RFC 9110, 13.1.2), and compressed as the client allows.
/// </summary>
/// <param name="body">The bytes before they are compressed.</param>
/// <param name="contentType">Their type.</param>
/// <param name="fileName">What a browser saves them as; null to show them.</param>
/// <param name="cacheControl">How long they may be kept without asking again.</param>
internal sealed class EntityResult(ReadOnlyMemory<byte> body, string contentType, string? fileName = null, string cacheControl = "no-cache") : IResult
{
    public const string JsonType = "application/json; charset=utf-8";

    private const int TagBytes = 16;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var coding = ContentCoding.Choose(request.Headers.AcceptEncoding, body.Length);

        // Each coding is another representation, and a strong tag is one's of bytes.
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body.Span).AsSpan(0, TagBytes))}{coding?.TagSuffix}\"");
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = cacheControl;
        response.Headers.Vary = "Accept-Encoding";
        if (IsKnown(request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = contentType;
        if (fileName is not null)
        {
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(fileName);
            response.Headers.ContentDisposition = disposition.ToString();
        }

        var sent = body;
        if (coding is not null)
        {
            sent = coding.Encode(body);
            response.Headers.ContentEncoding = coding.Name;
        }

        response.Headers.ContentLength = sent.Length;
        await response.Body.WriteAsync(sent, httpContext.RequestAborted);
    }

    /// <summary>Whether the client has the form of this tag already (RFC 9110, 13.1.2).</summary>
    public static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false));

    /// <summary>The name of a file of rows: what they are and of which range, in characters that every system takes.</summary>
    public static string FileName(string what, TimeRange range, string extension)
    {
        const string Form = "yyyyMMdd'T'HHmmss'Z'";
        var name = string.Join('-', what, range.From.ToString(Form, CultureInfo.InvariantCulture), range.To.ToString(Form, CultureInfo.InvariantCulture));
        return $"{string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' ? character : '_'))}.{extension}";
    }
}
