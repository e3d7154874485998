using Microsoft.Net.Http.Headers;
using Torghut.Ops.Http;

namespace Torghut.Ops.Pages;

/// <summary>A file of the bundle, in the form that the client takes; nothing when it has it already (RFC 9110, 13.1.2).</summary>
/// <param name="file">Which.</param>
/// <param name="cacheControl">How long it may be kept without asking again.</param>
internal sealed class PageResult(PageFile file, string cacheControl) : IResult
{
    /// <summary>A name with a hash of its content never gets another content.</summary>
    public const string Immutable = "public, max-age=31536000, immutable";

    public const string AskAgain = "no-cache";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var (bytes, coding) = file.For(request.Headers.AcceptEncoding);
        var tag = new EntityTagHeaderValue($"\"{file.Tag}{(coding is null ? "" : $"-{coding}")}\"");
        PageHeaders.Add(response.Headers);
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = cacheControl;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (EntityResult.IsKnown(request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = file.ContentType;
        response.ContentLength = bytes.Length;
        if (coding is not null)
        {
            response.Headers.ContentEncoding = coding;
        }

        await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }
}
