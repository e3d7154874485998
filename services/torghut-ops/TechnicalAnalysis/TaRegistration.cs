using Torghut.ClickHouse;
using Torghut.Common.Hosting;
using Torghut.Ops.Snapshots;
using Torghut.Ops.TechnicalAnalysis.Live;
using Torghut.Ops.TechnicalAnalysis.Ticks;

namespace Torghut.Ops.TechnicalAnalysis;

internal static class TaRegistration
{
    /// <summary>Options of reading bars and signals, and of the stream.</summary>
    public static readonly Type[] OptionTypes = [typeof(TaReadOptions), typeof(LiveOptions)];

    public static IServiceCollection AddTechnicalAnalysis(this IServiceCollection services) => services
        .AddSingleton(provider => new TaStore(ClickHouse(provider), provider.GetRequiredService<TargetOptions>(), provider.GetRequiredService<TaReadOptions>()))
        .AddSingleton<SeriesReader>().AddSingleton<LatestReader>()
        .AddSingleton<TopicSchemas>().AddSingleton<BarOrigins>().AddSingleton<TickLog>().AddSingleton<TickReader>()
        .AddSingleton<LiveMetrics>().AddSingleton<LiveBuffer>().AddSingleton<LiveStreams>().AddSingleton<LiveCatchUp>()
        .AddServiceLoop<LiveReader>("ta_stream");

    /// <summary>A client of its own: its time-out is another one than that of the probes.</summary>
    private static ClickHouseClient? ClickHouse(IServiceProvider provider)
    {
        var targets = provider.GetRequiredService<TargetOptions>();
        if (targets.ClickHouse is null)
        {
            return null;
        }

        var settings = new ClickHouseClientSettings
        {
            Endpoint = targets.ClickHouse,
            User = targets.ClickHouseUser,
            Password = targets.ClickHousePassword,
            Timeout = provider.GetRequiredService<TaReadOptions>().QueryTimeout,
        };
        return ClickHouseClient.Create(settings, provider.GetRequiredService<TimeProvider>());
    }
}
