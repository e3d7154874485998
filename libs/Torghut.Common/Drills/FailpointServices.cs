using Microsoft.Extensions.DependencyInjection;
using Torghut.Common.Configuration;

namespace Torghut.Common.Drills;

/// <summary>Registers <see cref="Failpoints"/>.</summary>
public static class FailpointServices
{
    /// <param name="options">Must hold <see cref="DrillOptions{TNames}"/>.</param>
    /// <param name="failure">Makes the exception of <see cref="FailpointAction.Throw"/> from the point's name.</param>
    public static IServiceCollection AddFailpoints<TNames>(this IServiceCollection services, OptionSet options, Func<string, Exception> failure)
        where TNames : IFailpointNames =>
        services.AddSingleton(provider => new Failpoints(options.Get<DrillOptions<TNames>>(), provider.GetRequiredService<TimeProvider>(), failure));
}
