using Microsoft.Net.Http.Headers;

namespace Torghut.Ops.Pages;

/// <summary>What a browser is told to allow a page: its own files and its own API, nothing else.</summary>
internal static class PageHeaders
{
    /// <summary>No inline script or style, nobody else's file, no frame around it (CSP level 3).</summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void Add(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers[HeaderNames.XFrameOptions] = "DENY";
    }
}
