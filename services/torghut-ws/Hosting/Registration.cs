using Torghut.Alpaca;
using Torghut.Alpaca.Data;
using Torghut.Alpaca.Streaming;
using Torghut.Common.Configuration;
using Torghut.Common.Drills;
using Torghut.Common.Health;
using Torghut.Common.Kafka;
using Torghut.Common.Schemas;
using Torghut.Contracts.Decoding;
using Torghut.Ws.Backfill;
using Torghut.Ws.CorporateActions;
using Torghut.Ws.Drills;
using Torghut.Ws.Health;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Resume;
using Torghut.Ws.Status;
using Torghut.Ws.Stream;
using Torghut.Ws.TradeUpdates;
using Torghut.Ws.Universe;

namespace Torghut.Ws.Hosting;

/// <summary>Puts the parts together.</summary>
internal static class Registration
{
    public static void Add(IServiceCollection services, OptionSet options)
    {
        services.AddSingleton<TopicNames>().AddSingleton<WsMetrics>();
        services.AddClientGuards();
        services.AddSingleton<KafkaHealth>().AddSingleton<ProducerStall>().AddSingleton<ForwarderHealth>();
        services.AddSingleton<IReadiness>(provider => provider.GetRequiredService<ForwarderHealth>());
        services.AddSingleton<ILiveness>(provider => provider.GetRequiredService<ForwarderHealth>());
        services.AddFailpoints<FailpointNames>(
            options, name => new AlpacaStreamException($"failpoint {name}") { Kind = AlpacaStreamErrorKind.Disconnected, IsTransient = true });
        services.AddSingleton<GapTracker>().AddSingleton<HistoryReader>().AddSingleton<GapFiller>();
        services.AddSingleton<ReceivedBefore>().AddSingleton<IOwnTopics, OwnTopics>().AddSingleton<SchemaIdSource>();
        services.AddSingleton<SymbolUniverse>().AddSingleton<RejectionLog>();
        services.AddSingleton<IRecordProducer, KafkaRecordProducer>();
        services.AddSingleton<ISchemaSource>(provider => Registry(provider, options.Get<PublishingOptions>()));
        services.AddSingleton<IAlpacaDataClient>(provider => Data(options.Get<StreamOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(_ => new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) }));
        services.AddSingleton<PublisherBootstrap>().AddSingleton<StatusPublisher>();
        AddHosted(services);
    }

    // Stopped in the opposite order: reading ends first, Kafka is flushed last.
    private static void AddHosted(IServiceCollection services)
    {
        services.AddHostedService<ProducerLifetime>();
        services.AddHostedService<KafkaProbe>();
        services.AddHostedService<ReadinessGauges>();
        services.AddHostedService(provider => provider.GetRequiredService<PublisherBootstrap>());
        services.AddHostedService<StatusHeartbeat>();
        services.AddHostedService<UniversePoller>();
        services.AddHostedService<GapBackfill>();
        services.AddHostedService<CorporateActionPoller>();
        services.AddSingleton<TradeUpdatePublisherStart>().AddHostedService<TradeUpdatesForwarder>();
        services.AddHostedService<MarketDataForwarder>();
    }

    private static AlpacaDataClient Data(StreamOptions options, TimeProvider time) => new(
        new HttpClient(AlpacaHttpHandler.Create()) { Timeout = Timeout.InfiniteTimeSpan },
        new AlpacaRestOptions { BaseAddress = options.BaseUrl, Credentials = new AlpacaCredentials(options.KeyId, options.SecretKey) },
        time);

    private static SchemaRegistrySource Registry(IServiceProvider provider, PublishingOptions options) => new(
        new SchemaRegistrySettings
        {
            Url = options.RegistryUrl!,
            BasicAuthUserInfo = options.RegistryBasicAuth.Length > 0 ? options.RegistryBasicAuth : null,
        },
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<SchemaRegistrySource>>());
}
