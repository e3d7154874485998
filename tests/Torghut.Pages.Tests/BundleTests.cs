using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Torghut.Ops.Pages;
using Torghut.Pages.Tests.Fixtures;

namespace Torghut.Pages.Tests;

/// <summary>The pages as they are sent: policy, caching, compression, size.</summary>
public sealed partial class BundleTests
{
    /// <summary>Largest sum of scripts that a page loads, as gzip.</summary>
    private const int MostScriptBytes = 120 << 10;

    private static IEnumerable<string> Pages => PageRoutes.All.Select(page => page.Route.Replace("{id}", "some-id", StringComparison.Ordinal));

    [TestCaseSource(nameof(Pages))]
    public async Task Page_Sent_HasTheStrictPolicyAndNothingInline(string path)
    {
        await using var server = await FixtureServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        var html = await response.Content.ReadAsStringAsync();
        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            var policy = Header(response, "Content-Security-Policy");
            Assert.That(policy, Does.StartWith("default-src 'none'; script-src 'self'; style-src 'self'").And.Not.Contain("unsafe"));
            Assert.That(Header(response, "X-Content-Type-Options"), Is.EqualTo("nosniff"));
            Assert.That(Header(response, "Referrer-Policy"), Is.EqualTo("no-referrer"));
            Assert.That(response.Headers.CacheControl?.NoCache, Is.True);
            Assert.That(Inline().IsMatch(html), Is.False);
            Assert.That(html, Does.Contain("tradingview.com").And.Contain("<noscript>"));
            Assert.That(html, Does.Contain("Skip to the content").And.Contain("<main").And.Contain("<nav"));
        });
    }

    [TestCaseSource(nameof(Pages))]
    public async Task Assets_OfAPage_AreImmutableAndItsScriptsSmall(string path)
    {
        await using var server = await FixtureServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        var html = PageText(await http.GetByteArrayAsync(new Uri(path, UriKind.Relative)));
        var assets = Asset().Matches(html).Select(match => match.Value).Distinct().ToList();
        long scripts = 0;
        foreach (var asset in assets)
        {
            using var response = await http.GetAsync(new Uri(asset, UriKind.Relative));
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), asset);
            Assert.That(Header(response, "Cache-Control"), Is.EqualTo("public, max-age=31536000, immutable"), asset);
            scripts += asset.EndsWith(".js", StringComparison.Ordinal) ? response.Content.Headers.ContentLength ?? long.MaxValue : 0;
        }

        await TestContext.Out.WriteLineAsync($"{path}: {scripts} bytes of script");
        Assert.That(assets, Has.Count.GreaterThanOrEqualTo(4));
        Assert.That(scripts, Is.InRange(1000, MostScriptBytes));
    }

    [Test]
    public async Task Page_AskedForAgain_IsNotSentAgain()
    {
        await using var server = await FixtureServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        foreach (var coding in new[] { "br", "gzip", "identity", "br;q=0, gzip" })
        {
            using var first = await SendAsync(http, "/visuals", coding, null);
            var expected = coding.StartsWith("br;", StringComparison.Ordinal) ? "gzip" : coding == "identity" ? null : coding;
            Assert.That(first.Content.Headers.ContentEncoding.SingleOrDefault(), Is.EqualTo(expected));
            using var again = await SendAsync(http, "/visuals", coding, first.Headers.ETag);
            Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
            Assert.That(await again.Content.ReadAsByteArrayAsync(), Is.Empty);
        }
    }

    [TestCase("/assets/none.js")]
    [TestCase("/assets/..%2Fvisuals.html")]
    [TestCase("/assets/%00")]
    public async Task Asset_Unknown_IsAProblem(string path)
    {
        await using var server = await FixtureServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.That((int)response.StatusCode, Is.InRange(400, 404));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string path, string coding, EntityTagHeaderValue? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept-Encoding", coding);
        if (tag is not null)
        {
            request.Headers.IfNoneMatch.Add(tag);
        }

        return await http.SendAsync(request);
    }

    private static string PageText(byte[] gzip)
    {
        using var stream = new System.IO.Compression.GZipStream(new MemoryStream(gzip), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    [GeneratedRegex("""<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=""")]
    private static partial Regex Inline();

    [GeneratedRegex("""/assets/[A-Za-z0-9_.-]+""")]
    private static partial Regex Asset();
}
