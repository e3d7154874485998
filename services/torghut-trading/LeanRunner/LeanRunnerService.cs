using Torghut.Alpaca;
using Torghut.Alpaca.Trading;
using Torghut.Common.Configuration;
using Torghut.Common.Health;
using Torghut.Common.Hosting;
using Torghut.Trading.Account;
using Torghut.Trading.Execution;

namespace Torghut.Trading.LeanRunner;

/// <summary><c>torghut-trading lean-runner</c>: the same program as an order-routing service that knows no strategy, no database and no Kafka.</summary>
internal static class LeanRunnerService
{
    public static IReadOnlyList<Type> OptionTypes { get; } = [typeof(LeanRunnerOptions), typeof(SwitchOptions), typeof(BrokerOptions)];

    public static ServiceDefinition Definition { get; } = new()
    {
        Name = "torghut-lean-runner",
        Summary = "places orders at Alpaca for the lean adapter, once for each client order id",
        OptionTypes = OptionTypes,
        Ports = options => [options.Get<LeanRunnerOptions>().Port],
        ConfigureServices = Add,
        MapEndpoints = LeanRunnerEndpoints.Map,
    };

    public static ServiceCommand Command { get; } =
        new("lean-runner", "run the order-routing service of the lean adapter", (context, _) => ServiceHost.RunAsync(context, Definition));

    private static void Add(IServiceCollection services, OptionSet options)
    {
        services.AddSingleton<LeanRunnerMetrics>().AddSingleton<LeanOrderService>().AddSingleton<LeanRunnerEndpoints.Runner>();
        services.AddSingleton<IReadiness>(provider => provider.GetRequiredService<BrokerProbe>());
        services.AddServiceLoop<BrokerProbe>("broker_probe");
        services.AddSingleton<IAlpacaTradingClient>(provider => Client(provider, options));
    }

    private static AlpacaTradingClient Client(IServiceProvider provider, OptionSet options)
    {
        var broker = options.Get<BrokerOptions>();
        var rest = new AlpacaRestOptions
        {
            BaseAddress = options.Get<SwitchOptions>().BrokerAddress,
            Credentials = new AlpacaCredentials(broker.KeyId, broker.SecretKey),
            RequestTimeout = broker.RequestTimeout,
        };
        var http = new HttpClient(AlpacaHttpHandler.Create(broker.RequestTimeout)) { Timeout = Timeout.InfiniteTimeSpan };
        return new AlpacaTradingClient(http, rest, provider.GetRequiredService<TimeProvider>());
    }
}
