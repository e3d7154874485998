using Microsoft.Extensions.DependencyInjection;
using Torghut.Common.Hosting;

namespace Torghut.Common.Kafka;

/// <summary>Registers what keeps a service from waiting for a client library without end.</summary>
public static class ClientGuardServices
{
    public static IServiceCollection AddClientGuards(this IServiceCollection services) => services
        .AddSingleton(provider => new ProcessEnd(provider.GetRequiredService<Microsoft.Extensions.Logging.ILoggerFactory>()))
        .AddSingleton<OverdueCalls>()
        .AddSingleton<LoopPulses>()
        .AddSingleton<ClientGuards>()
        .AddHostedService(provider => provider.GetRequiredService<LoopPulses>());
}
