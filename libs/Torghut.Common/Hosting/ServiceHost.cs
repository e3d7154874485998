using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Torghut.Common.Configuration;
using Torghut.Common.Health;
using Torghut.Common.Http;
using Torghut.Common.Kafka;
using Torghut.Common.Logging;
using Torghut.Common.Metrics;
using Torghut.Common.Tracing;

namespace Torghut.Common.Hosting;

/// <summary>Runs a service, or one of its commands, from its command line and environment.</summary>
public static class ServiceHost
{
    /// <summary>Largest body that any endpoint of any service is sent.</summary>
    private const long MaxBodyBytes = 1 << 20;

    /// <summary>How long the end of a process waits for clients that are being let go.</summary>
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(5);

    /// <summary>Returns the process's exit code, see <see cref="ExitCodes"/>.</summary>
    public static async Task<int> RunAsync(string[] args, ServiceDefinition definition)
    {
        if (CommandLine.Parse(args, definition, out var line) is { } exitCode)
        {
            return exitCode;
        }

        IReadOnlyDictionary<string, string> environment;
        try
        {
            environment = ServiceConfiguration.Gather(line.EnvironmentFile);
        }
        catch (Exception exception) when (exception is IOException or FormatException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{definition.Name}: {exception.Message}");
            return ExitCodes.Configuration;
        }

        if (line.Command is { } command)
        {
            return await RunCommandAsync(command, new CommandContext(line.CommandArguments, environment));
        }

        var options = ServiceConfiguration.ReadOrReport([.. ServiceDefinition.CommonOptionTypes, .. definition.OptionTypes], environment);
        return options is null ? ExitCodes.Configuration : await RunServiceAsync(definition, options, environment);
    }

    /// <summary>Runs another service of the same program from one of its commands; the command's words are that service's command line.</summary>
    public static async Task<int> RunAsync(CommandContext context, ServiceDefinition definition)
    {
        if (CommandLine.Parse([.. context.Arguments], definition, out var line) is { } exitCode)
        {
            return exitCode;
        }

        if (line.EnvironmentFile is not null)
        {
            await Console.Error.WriteLineAsync($"{definition.Name}: --env-file comes before the command.");
            return ExitCodes.Usage;
        }

        var options = ServiceConfiguration.ReadOrReport([.. ServiceDefinition.CommonOptionTypes, .. definition.OptionTypes], context.Environment);
        return options is null ? ExitCodes.Configuration : await RunServiceAsync(definition, options, context.Environment);
    }

    private static async Task<int> RunCommandAsync(ServiceCommand command, CommandContext context)
    {
        using var stopping = new CancellationTokenSource();
        ConsoleCancelEventHandler onCancel = (_, pressed) =>
        {
            pressed.Cancel = true;
            stopping.Cancel();
        };
        Console.CancelKeyPress += onCancel;
        try
        {
            return await command.RunAsync(context, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return ExitCodes.Failure;
        }
        finally
        {
            Console.CancelKeyPress -= onCancel;

            // A native client that is still being given back when the process ends may end it with a signal, and hide the exit code.
            await ClientDisposal.WaitForAllAsync(LongestFarewell, TimeProvider.System);
        }
    }

    private static async Task<int> RunServiceAsync(ServiceDefinition definition, OptionSet options, IReadOnlyDictionary<string, string> environment)
    {
        await using var app = Build(definition, options);
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(definition.Name);
        try
        {
            app.Services.GetRequiredService<ProcessMetrics>();
            app.Services.GetRequiredService<RuntimeMetrics>();
            HostLog.Starting(logger, definition.Name, Version,
                string.Join(' ', ConfigurationHelp.Effective(options).Select(pair => $"{pair.Key}={pair.Value}")));
            foreach (var unknown in FindUnknown(definition, options, environment.Keys))
            {
                HostLog.KeyUnknown(logger, unknown.Name, unknown.Nearest);
            }

            await app.StartAsync();
            HostLog.Listening(logger, string.Join(' ', app.Urls));
            await app.WaitForShutdownAsync();
            await ClientDisposal.WaitForAllAsync(LongestFarewell, TimeProvider.System);
        }
        catch (Exception exception)
        {
            HostLog.Failed(logger, exception, definition.Name);
            return ExitCodes.Software;
        }

        // The host stops when a background service fails, but returns as if it had been asked to.
        var failed = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(service => service.ExecuteTask?.IsFaulted == true);
        HostLog.Stopped(logger, definition.Name, failed ? ExitCodes.Software : ExitCodes.Success);
        return failed ? ExitCodes.Software : ExitCodes.Success;
    }

    /// <summary>The program's other settings are looked for only where there is something to explain: it takes longer than all the rest.</summary>
    private static IReadOnlyList<UnknownKey> FindUnknown(ServiceDefinition definition, OptionSet options, IEnumerable<string> names)
    {
        Type[] read = [.. options.All.Select(pair => pair.Key)];
        return UnknownKeys.Find(read, definition.OwnPrefixes, names) is { Count: > 0 }
            ? UnknownKeys.Find([.. read, .. UnknownKeys.OfTheSameProgram(definition.OptionTypes)], definition.OwnPrefixes, names)
            : [];
    }

    private static string Version => Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "unknown";

    private static WebApplication Build(ServiceDefinition definition, OptionSet options)
    {
        var host = options.Get<ServiceHostOptions>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = definition.Name });
        var address = IPAddress.Parse(host.BindAddress);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            foreach (var port in definition.Ports(options).Distinct())
            {
                kestrel.Listen(address, port);
            }
        });

        builder.Logging.SetMinimumLevel(host.LogLevel);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Logging.AddConsole(console =>
        {
            console.FormatterName = JsonLineFormatter.FormatterName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        builder.Logging.AddConsoleFormatter<JsonLineFormatter, ConsoleFormatterOptions>();

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(_ => Prometheus.Metrics.NewCustomRegistry());
        builder.Services.AddSingleton<ProcessMetrics>();
        builder.Services.AddSingleton<RuntimeMetrics>();
        builder.Services.AddRouting();
        builder.Services.AddSingleton<TokenGuard>();
        RequestLimits.Add(builder.Services, options.Get<HttpOptions>());
        builder.Services.Configure<HostOptions>(stopping => stopping.ShutdownTimeout = host.ShutdownGrace);
        foreach (var (type, instance) in options.All)
        {
            builder.Services.AddSingleton(type, instance);
        }

        TracingRegistration.Add(builder.Services, options.Get<TracingOptions>(), definition.Name, Version);
        definition.ConfigureServices(builder.Services, options);

        var app = builder.Build();
        app.UseMiddleware<RequestGuard>();
        app.UseRouting();
        app.UseRateLimiter();
        HealthEndpoints.Map(app);
        MetricsEndpoint.Map(app);
        definition.MapEndpoints(app);
        return app;
    }
}
