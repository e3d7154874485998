using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Llm.Answers;
using Torghut.Sandbox.Llm.Chat;

namespace Torghut.Sandbox.Llm;

/// <summary>A provider of language models with OpenAI's interface for chat completions. No model stands behind it: its answers follow a script.</summary>
public sealed class LlmProvider : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    private readonly WebApplication _application;
    private readonly AnswerPanel _panel;
    private readonly ILogger _logger;

    private LlmProvider(WebApplication application, AnswerPanel panel, ILogger logger, Uri address)
    {
        _application = application;
        _panel = panel;
        _logger = logger;
        BaseAddress = address;
    }

    /// <summary>Where it listens, for example http://127.0.0.1:18092/.</summary>
    public Uri BaseAddress { get; }

    /// <summary>What clients take as their base address.</summary>
    public Uri ApiAddress => new(BaseAddress, "v1");

    /// <summary>Requests for a completion so far.</summary>
    public long Asked => _panel.Asked;

    /// <summary>The bodies of the last requests, oldest first.</summary>
    public IReadOnlyList<string> Requests => _panel.Requests;

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<LlmProvider> StartAsync(LlmProviderOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger<LlmProvider>();
        var panel = new AnswerPanel();
        var application = Build(options, panel, loggers, logger);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }

        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var provider = new LlmProvider(application, panel, logger, new Uri(address));
        Log.Started(logger, provider.BaseAddress);
        return provider;
    }

    /// <summary>Gives these answers, one a request; the last one for good.</summary>
    /// <exception cref="ArgumentException">There is no answer of that name.</exception>
    public void Script(params string[] answers) => _panel.Set(answers);

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        Log.Stopped(_logger, Asked);
    }

    private static WebApplication Build(LlmProviderOptions options, AnswerPanel panel, ILoggerFactory loggers, ILogger logger)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Parse(options.Host), options.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        });
        var application = builder.Build();
        application.MapPanel(panel);
        new ChatEndpoints(options, panel, logger, application.Lifetime.ApplicationStopping).Map(application);
        return application;
    }
}
