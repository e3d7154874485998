using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Torghut.Common.Http;
using Torghut.Ops.Http;
using Torghut.Ops.Pages;

namespace Torghut.Pages.Tests.Fixtures;

/// <summary>The pages as the service gives them, and an API beside them that answers with what was recorded.</summary>
internal sealed class FixtureServer : IAsyncDisposable
{
    private static readonly FixtureMarket Recorded = new(FixtureDay.Day, new TimeOnly(9, 0), new TimeOnly(16, 30));

    private static readonly HttpClient Http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });

    private readonly WebApplication _application;
    private readonly CancellationTokenSource _ending = new();

    private FixtureServer(WebApplication application) => _application = application;

    public PageState State { get; set; }

    /// <summary>The viewer's token; none is asked for when it is empty.</summary>
    public string Token { get; set; } = "";

    /// <summary>Bars up to this time are there; null for the whole day.</summary>
    public long? Until { get; set; }

    /// <summary>When a snapshot is taken.</summary>
    public DateTimeOffset Now { get; set; } = FixtureDay.Evening;

    /// <summary>What the snapshot says of ClickHouse.</summary>
    public bool IsClickHouseDown { get; set; }

    public FixtureMarket Market { get; init; } = Recorded;

    public FixtureStream Stream { get; } = new();

    /// <summary>A running service that answers for bars and signals; null for the recorded ones.</summary>
    public Uri? Upstream { get; set; }

    public CancellationToken Ending => _ending.Token;

    /// <summary>Paths and queries that were asked for.</summary>
    public List<string> Asked { get; } = [];

    public Uri Address => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<FixtureServer> StartAsync(PageState state = PageState.Filled, FixtureMarket? market = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(new OpsOptions()).AddSingleton<TokenGuard>().AddSingleton<RoleTokens>().AddPages();
        var application = builder.Build();
        var server = new FixtureServer(application) { State = state, Market = market ?? Recorded };
        application.MapPages();
        application.Map("/api/{**path}", server.AnswerAsync);
        application.MapGet("/openapi", () => "The routes");
        await application.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        Stream.Cut();
        await _application.DisposeAsync();
        _ending.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        lock (Asked)
        {
            Asked.Add($"{context.Request.Path}{context.Request.QueryString}");
        }

        if (Token.Length > 0 && context.Request.Headers.Authorization != $"Bearer {Token}")
        {
            await Problems.Of(StatusCodes.Status401Unauthorized, "unauthorized", "A bearer token is needed.").ExecuteAsync(context);
            return;
        }

        if (State == PageState.Loading)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(Ending, context.RequestAborted);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, either.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        if (State is PageState.Error or PageState.Stale)
        {
            await Problems.Of(
                StatusCodes.Status503ServiceUnavailable, "A store is away", "clickhouse: no complete answer came in time.",
                new Dictionary<string, object?> { ["cause"] = "clickhouse", ["seen"] = "no complete answer came in time" }).ExecuteAsync(context);
            return;
        }

        if (Upstream is not null && context.Request.Path.StartsWithSegments("/api/torghut/ta"))
        {
            await PassOnAsync(context, Upstream);
            return;
        }

        await new FixtureApi(this, context).AnswerAsync();
    }

    /// <summary>An answer as it comes, byte by byte.</summary>
    private static async Task PassOnAsync(HttpContext context, Uri service)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(service, $"{context.Request.Path}{context.Request.QueryString}"));
        request.Headers.TryAddWithoutValidation("Accept-Encoding", context.Request.Headers.AcceptEncoding.ToString());
        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        context.Response.Headers.ContentEncoding = response.Content.Headers.ContentEncoding.ToArray();
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
