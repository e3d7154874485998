using Torghut.Common.Drills;
using Torghut.Common.Hosting;
using Torghut.Common.Schemas;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ws.Backfill;
using Torghut.Ws.Dedup;
using Torghut.Ws.Health;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Resume;
using Torghut.Ws.Stream;
using Torghut.Ws.Universe;

namespace Torghut.Ws.Replay;

/// <summary><c>torghut-ws replay</c>: publishes recorded data through the same parsing, deduplication, envelope and produce as live data.</summary>
internal static class ReplayCommand
{
    public static ServiceCommand Command { get; } = new("replay", "Publishes recorded messages; 'replay --help' says how.", RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        ReplayArguments arguments;
        try
        {
            if (context.Arguments.Contains("--help"))
            {
                await Console.Out.WriteLineAsync(ReplayArguments.Usage);
                return ExitCodes.Success;
            }

            arguments = ReplayArguments.Parse(context.Arguments);
        }
        catch (FormatException exception)
        {
            await Console.Error.WriteLineAsync($"{exception.Message}\n\n{ReplayArguments.Usage}");
            return ExitCodes.Usage;
        }

        if (context.ReadOptions(typeof(PublishingOptions), typeof(DedupOptions)) is not { } options)
        {
            return ExitCodes.Configuration;
        }

        await using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning))
            .BuildServiceProvider();
        try
        {
            return await ReplayAsync(arguments, options.Get<PublishingOptions>(), options.Get<DedupOptions>(), services, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or FormatException or SchemaSourceException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync($"torghut-ws replay: {exception.Message}");
            return ExitCodes.Software;
        }
    }

    private static async Task<int> ReplayAsync(
        ReplayArguments arguments, PublishingOptions options, DedupOptions dedup, ServiceProvider services, CancellationToken cancellationToken)
    {
        Prefix(options, arguments.TopicPrefix);
        var time = TimeProvider.System;
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var topics = new TopicNames(options);
        await ReplayTopics.EnsureAsync(options, topics, arguments.TopicPrefix);
        using var registry = new SchemaRegistrySource(new SchemaRegistrySettings { Url = options.RegistryUrl! }, time);
        var ids = await SchemaIds.FetchAsync(registry, topics, options.AutoRegister || arguments.TopicPrefix.Length > 0, cancellationToken);
        var metrics = new WsMetrics(Prometheus.Metrics.NewCustomRegistry(), topics);
        var health = new KafkaHealth(new HealthOptions(), time);
        using var producer = new KafkaRecordProducer(options, topics, time, metrics, health, Failpoints.None, loggers.CreateLogger<KafkaRecordProducer>());
        var lastSeq = await ReadLastSeqAsync(options, topics, registry, health, loggers, cancellationToken);
        var publisher = new RecordPublisher(producer, ids, arguments.Feed, metrics, time, lastSeq);
        var rejections = new RejectionLog(metrics, time, loggers.CreateLogger<RejectionLog>());
        var messages = new MarketDataPublisher(publisher, new DedupWindow(dedup, time), metrics, rejections, Sources.Replay);
        var source = arguments.File is { } file ? JsonLines.Read(file, rejections) : LeanTicks.Read(arguments.Lean!, arguments.Date!.Value, arguments.Symbols);
        var name = arguments.File ?? $"{arguments.Lean} {arguments.Date:O} {string.Join(',', arguments.Symbols)}";
        var runner = new ReplayRunner(arguments, publisher, messages, producer, time, Console.Error);
        await runner.RunAsync(source, ReplayProgress.Load(arguments.Progress, name), cancellationToken);
        return health.Failures == 0 ? ExitCodes.Success : ExitCodes.Software;
    }

    private static async Task<long> ReadLastSeqAsync(
        PublishingOptions options, TopicNames topics, ISchemaSource registry, KafkaHealth health, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var (time, backfill) = (TimeProvider.System, new BackfillOptions { Trades = false });
        var received = new ReceivedBefore(options, backfill, new UniverseOptions(), time);
        var own = new OwnTopics(options, backfill, received, topics, registry, health, time, loggers.CreateLogger<OwnTopics>());
        return (await own.ReadAsync(cancellationToken)).LastSeq;
    }

    private static void Prefix(PublishingOptions options, string prefix)
    {
        options.TopicTrades = prefix + options.TopicTrades;
        options.TopicQuotes = prefix + options.TopicQuotes;
        options.TopicBars = prefix + options.TopicBars;
        options.TopicStatus = prefix + options.TopicStatus;
        options.TopicTradeUpdates = prefix + options.TopicTradeUpdates;
    }
}
