using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Common.Http;

namespace Torghut.Common.Tests.Http;

public sealed class RequestGuardTests
{
    [TestCase(404, "no_such_route")]
    [TestCase(405, "method_not_allowed")]
    [TestCase(413, "body_too_large")]
    [TestCase(415, "unsupported_media_type")]
    [TestCase(429, "rate_limited")]
    [TestCase(400, "bad_request")]
    public async Task Invoke_StatusWithoutABody_BecomesAProblem(int status, string type)
    {
        var (answered, body) = await InvokeAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        Assert.That((answered.Response.StatusCode, answered.Response.ContentType), Is.EqualTo((status, Problem.ContentType)));
        Assert.That((body.GetProperty("type").GetString(), body.GetProperty("status").GetInt32()), Is.EqualTo(("urn:torghut:problem:" + type, status)));
    }

    [Test]
    public async Task Invoke_Throws_AProblemThatDoesNotTellWhy()
    {
        var (answered, body) = await InvokeAsync(_ => throw new InvalidOperationException("a secret"));
        Assert.That(answered.Response.StatusCode, Is.EqualTo(500));
        Assert.That(body.GetRawText(), Does.Not.Contain("secret"));
    }

    [Test]
    public async Task Invoke_BadRequestThrown_ItsStatus() =>
        Assert.That((await InvokeAsync(_ => throw new BadHttpRequestException("", 413))).Context.Response.StatusCode, Is.EqualTo(413));

    [Test]
    public async Task Invoke_ForeignHost_NothingRuns()
    {
        var ran = false;
        var (answered, body) = await InvokeAsync(
            _ =>
            {
                ran = true;
                return Task.CompletedTask;
            },
            "attacker.example");
        Assert.That((ran, answered.Response.StatusCode), Is.EqualTo((false, 400)));
        Assert.That(body.GetProperty("type").GetString(), Does.EndWith("host_not_allowed"));
    }

    [Test]
    public async Task Invoke_Anything_CarriesTheHeaders()
    {
        var (answered, _) = await InvokeAsync(context => context.Response.WriteAsync("{}"));
        var headers = answered.Response.Headers;
        Assert.That(
            (headers.XContentTypeOptions.ToString(), headers.XFrameOptions.ToString(), headers.CacheControl.ToString(), headers["Referrer-Policy"].ToString()),
            Is.EqualTo(("nosniff", "DENY", "no-store", "no-referrer")));
        Assert.That(headers.ContentSecurityPolicy.ToString(), Does.Contain("default-src 'none'"));
    }

    private static async Task<(HttpContext Context, JsonElement Body)> InvokeAsync(RequestDelegate next, string host = "localhost")
    {
        var context = new DefaultHttpContext { Request = { Host = new HostString(host, 8181) }, Response = { Body = new MemoryStream() } };
        await new RequestGuard(next, new HttpOptions(), NullLogger<RequestGuard>.Instance).InvokeAsync(context);
        context.Response.Body.Position = 0;
        using var document = await JsonDocument.ParseAsync(context.Response.Body);
        return (context, document.RootElement.Clone());
    }
}
