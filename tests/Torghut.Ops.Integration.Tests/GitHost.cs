using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Torghut.Ops.Integration.Tests;

/// <summary>Git's own server over HTTP (<c>git http-backend</c>) below /git, and as much of GitHub's API as pull requests need below /api.</summary>
internal sealed class GitHost : IAsyncDisposable
{
    public const string Token = "token-of-the-test";

    private readonly WebApplication _application;
    private readonly string _folder;

    private GitHost(WebApplication application, string folder) => (_application, _folder) = (application, folder);

    /// <summary>Bodies of the pull requests that were opened.</summary>
    public ConcurrentQueue<JsonElement> Opened { get; } = [];

    /// <summary>As a host that does not know the filter by branch.</summary>
    public bool IgnoresFilter { get; set; }

    public Uri Address => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Whether Git and its server are there.</summary>
    public static bool IsThere()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["--exec-path"]) { RedirectStandardOutput = true })!;
            var path = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return File.Exists(Path.Combine(path, "git-http-backend"));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <param name="folder">Holds the bare repositories.</param>
    public static async Task<GitHost> StartAsync(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        var host = new GitHost(application, folder);
        application.Map("/git/{**path}", host.ServeAsync);
        application.MapGet("/api/repos/{owner}/{name}/pulls", host.List);
        application.MapPost("/api/repos/{owner}/{name}/pulls", (Delegate)host.OpenAsync);
        await application.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private IResult List(string owner, string head) => Results.Json(
        Opened.Select((request, i) => new { html_url = $"https://host/pull/{i + 1}", head = new { @ref = request.GetProperty("head").GetString() } })
            .Where(request => IgnoresFilter || $"{owner}:{request.head.@ref}" == head).ToArray());

    private async Task<IResult> OpenAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization != $"Bearer {Token}" || context.Request.Headers.UserAgent.Count == 0)
        {
            return Results.StatusCode(401);
        }

        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        Opened.Enqueue(body.RootElement.Clone());
        return Results.Json(new { html_url = $"https://host/pull/{Opened.Count}" }, statusCode: 201);
    }

    /// <summary>As CGI (RFC 3875).</summary>
    private async Task ServeAsync(HttpContext context, string path)
    {
        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"x-access-token:{Token}"));
        if (context.Request.Headers.Authorization != expected)
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"git\"";
            return;
        }

        var info = new ProcessStartInfo("git", ["http-backend"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        info.Environment["GIT_PROJECT_ROOT"] = _folder;
        info.Environment["GIT_HTTP_EXPORT_ALL"] = "1";
        info.Environment["GIT_CONFIG_COUNT"] = "1";
        info.Environment["GIT_CONFIG_KEY_0"] = "safe.directory";
        info.Environment["GIT_CONFIG_VALUE_0"] = "*";
        info.Environment["PATH_INFO"] = "/" + path;
        info.Environment["QUERY_STRING"] = context.Request.QueryString.Value?.TrimStart('?') ?? "";
        info.Environment["REQUEST_METHOD"] = context.Request.Method;
        info.Environment["CONTENT_TYPE"] = context.Request.ContentType ?? "";
        info.Environment["REMOTE_USER"] = "tester";
        using var git = Process.Start(info)!;
        var copied = CopyAsync(context.Request.Body, git);
        using var answer = new MemoryStream();
        await git.StandardOutput.BaseStream.CopyToAsync(answer);
        await copied;
        await git.WaitForExitAsync();
        await WriteAsync(context.Response, answer.ToArray());
    }

    private static async Task CopyAsync(Stream body, Process git)
    {
        await body.CopyToAsync(git.StandardInput.BaseStream);
        git.StandardInput.Close();
    }

    private static async Task WriteAsync(HttpResponse response, byte[] answer)
    {
        var end = answer.AsSpan().IndexOf("\r\n\r\n"u8);
        foreach (var line in Encoding.ASCII.GetString(answer, 0, end).Split("\r\n"))
        {
            var (name, value) = (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
            if (name == "Status")
            {
                response.StatusCode = int.Parse(value[..3], System.Globalization.CultureInfo.InvariantCulture);
            }
            else
            {
                response.Headers[name] = value;
            }
        }

        await response.Body.WriteAsync(answer.AsMemory(end + 4));
    }
}
