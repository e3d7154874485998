using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Torghut.Testing;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>
/// The built program as lean runner, with a way to it that can misbehave. A fault holds for one submission, or for all; what passes is the runner's own answer.
/// </summary>
internal sealed class LeanBridge : IAsyncDisposable
{
    public const string Token = "runner-token-of-the-test";

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly WebApplication _way;
    private readonly Uri _runner;
    private int _submissions;
    private volatile bool _lasts;
    private volatile Func<HttpContext, Func<Task<HttpResponseMessage>>, Task>? _fault;

    private LeanBridge(ServiceProcess runner, Uri address)
    {
        Runner = runner;
        _runner = address;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _way = builder.Build();
        _way.Run(PassAsync);
    }

    public ServiceProcess Runner { get; }

    /// <summary>The runner itself.</summary>
    public Uri Direct => _runner;

    /// <summary>The way to it that the adapter uses.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Submissions that came this way.</summary>
    public int Submissions => Volatile.Read(ref _submissions);

    public static async Task<LeanBridge> StartAsync(Broker broker, params (string Key, string Value)[] more)
    {
        var port = ServiceProcess.FreePort();
        var environment = new Dictionary<string, string>
        {
            ["TORGHUT_BIND_ADDRESS"] = "127.0.0.1",
            ["TRADING_LEAN_RUNNER_PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["TRADING_LEAN_RUNNER_TOKEN"] = Token,
            ["TRADING_ENABLED"] = "true",
            ["TRADING_KILL_SWITCH_ENABLED"] = "false",
            ["ALPACA_KEY_ID"] = "sandbox-key",
            ["ALPACA_SECRET_KEY"] = "sandbox-secret",
            ["ALPACA_TRADING_BASE_URL"] = broker.Address.ToString(),
            ["TRADING_BROKER_TIMEOUT_MS"] = "1000",
        };
        foreach (var (key, value) in more)
        {
            environment[key] = value;
        }

        var bridge = new LeanBridge(ServiceProcess.Start("torghut-trading", environment, "lean-runner"), new Uri($"http://127.0.0.1:{port}"));
        await bridge._way.StartAsync();
        bridge.Address = new Uri(bridge._way.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        await Eventually.HoldsAsync(() => bridge.IsReadyAsync(), "the runner is ready");
        return bridge;
    }

    /// <summary>A stack whose orders go through this bridge.</summary>
    public void Use(TradingStack stack, string fallback = "alpaca")
    {
        stack.Environment["TRADING_EXECUTION_ADAPTER"] = "lean";
        stack.Environment["TRADING_EXECUTION_FALLBACK_ADAPTER"] = fallback;
        stack.Environment["TRADING_LEAN_RUNNER_URL"] = Address.ToString();
        stack.Environment["TRADING_LEAN_RUNNER_TOKEN"] = Token;
        stack.Environment["TRADING_LEAN_RUNNER_TIMEOUT_SECONDS"] = "2";
    }

    /// <summary>What happens to the next submission; the second argument hands it on to the runner.</summary>
    /// <param name="fault">What happens.</param>
    /// <param name="lasts">Whether it happens to every one after it, too.</param>
    public void Misbehave(Func<HttpContext, Func<Task<HttpResponseMessage>>, Task> fault, bool lasts = false) => (_lasts, _fault) = (lasts, fault);

    /// <summary>From now on submissions pass.</summary>
    public void Behave() => _fault = null;

    public async Task<(int Status, string Body, string? Type)> SendAsync(HttpMethod method, string path, string? body = null, string? token = Token,
        string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_runner, path));
        if (body is not null)
        {
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using var response = await _http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType);
    }

    public async ValueTask DisposeAsync()
    {
        await _way.DisposeAsync();
        await Runner.DisposeAsync();
        _http.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        if (Runner.HasExited)
        {
            throw new InvalidOperationException(Runner.Output);
        }

        try
        {
            return (await SendAsync(HttpMethod.Get, "/readyz")).Status == 200;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task PassAsync(HttpContext context)
    {
        Interlocked.Increment(ref _submissions);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        async Task<HttpResponseMessage> HandOnAsync()
        {
            using var request =
                new HttpRequestMessage(HttpMethod.Post, new Uri(_runner, context.Request.Path)) { Content = new ByteArrayContent(body.ToArray()) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            foreach (var name in new[] { "Authorization", "Idempotency-Key", "X-Correlation-ID" })
            {
                request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name].ToString());
            }

            return await _http.SendAsync(request);
        }

        var fault = _lasts ? _fault : Interlocked.Exchange(ref _fault, null);
        if (fault is not null)
        {
            await fault(context, HandOnAsync);
            return;
        }

        using var response = await HandOnAsync();
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        await response.Content.CopyToAsync(context.Response.Body);
    }
}
