using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Torghut.Common.Hosting;

/// <summary>Registers loops.</summary>
public static class ServiceLoopServices
{
    /// <summary>Adds a loop that is started with the service, in the order of the calls, and stopped in the reverse.</summary>
    /// <param name="services">The service's parts.</param>
    /// <param name="name">What readiness, log and metrics call it: lower case with underscores.</param>
    /// <param name="after">What it waits for each time it starts; nothing when left out. The ports are open meanwhile.</param>
    public static IServiceCollection AddServiceLoop<T>(this IServiceCollection services, string name,
        Func<IServiceProvider, CancellationToken, Task>? after = null)
        where T : class, IServiceLoop
    {
        services.TryAddSingleton<LoopFaults>();
        services.TryAddSingleton<T>();
        return services.AddSingleton<IHostedService>(provider =>
        {
            var loop = provider.GetRequiredService<T>();
            return new SupervisedLoop(
                name,
                async cancellationToken =>
                {
                    if (after is not null)
                    {
                        await after(provider, cancellationToken);
                    }

                    await loop.RunAsync(cancellationToken);
                },
                provider.GetRequiredService<LoopFaults>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILoggerFactory>().CreateLogger<T>());
        });
    }
}
