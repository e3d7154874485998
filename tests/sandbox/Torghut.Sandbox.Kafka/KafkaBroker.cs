using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Kafka.Apis;
using Torghut.Sandbox.Kafka.Faults;
using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Networking;
using Torghut.Sandbox.Kafka.Security;
using Torghut.Sandbox.Kafka.Transactions;

namespace Torghut.Sandbox.Kafka;

/// <summary>
/// A Kafka broker for one machine: one node, a log on disk, the part of the protocol that librdkafka, kafkajs and kcat use.
/// For development and tests; production is Kafka.
/// </summary>
public sealed class KafkaBroker : IAsyncDisposable
{
    private readonly FileStream _directoryLock;
    private readonly RetiredFiles _retired;
    private readonly CoordinatorJournal _journal;
    private readonly TopicCatalog _topics;
    private readonly GroupCoordinator _groups;
    private readonly ConnectionListener _listener;
    private readonly RequestDispatcher _dispatcher;
    private readonly BackgroundWork _background;
    private readonly ILogger _logger;

    private KafkaBroker(KafkaBrokerOptions options, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<KafkaBroker>();
        Directory.CreateDirectory(options.DataDirectory);
        _directoryLock = new FileStream(Path.Combine(options.DataDirectory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _retired = new RetiredFiles(options.Time);
        var context = new LogContext(options.Time, options.Fsync, Faults, _retired, _logger);
        _journal = new CoordinatorJournal(Path.Combine(options.DataDirectory, "coordinator.journal"), context);
        _topics = new TopicCatalog(Path.Combine(options.DataDirectory, "log"), options, context);
        var offsets = new OffsetStore(_journal);
        var transactions = new TransactionCoordinator(_journal, new ProducerIds(_journal), offsets, _topics, context, options);
        _groups = new GroupCoordinator(_journal, offsets, context, options);
        Faults.CoordinatorKilled += _groups.Kill;
        _listener = new ConnectionListener(options, Faults, _logger);
        var node = new NodeAddress(ClusterId.Of(options.DataDirectory), options.AdvertisedHost ?? options.Host, _listener.Port);
        var handlers = new ApiHandlers(options, _topics, _groups, transactions, node, _logger);
        _dispatcher = new RequestDispatcher(handlers, _groups, Faults, options.Time, _logger);
        BootstrapServers = $"{node.Host}:{node.Port}";
        _background = new BackgroundWork(options, _topics, _groups, transactions, _journal, _retired, _logger);
        BrokerEvents.Started(_logger, BootstrapServers, options.DataDirectory, _topics.All.Count());
    }

    /// <summary>What clients are given as <c>bootstrap.servers</c>.</summary>
    public string BootstrapServers { get; }

    /// <summary>What can be made to go wrong.</summary>
    public FaultPanel Faults { get; } = new();

    /// <summary>Recovers the data directory, binds, and serves.</summary>
    /// <exception cref="IOException">Another broker has the data directory, or it cannot be read.</exception>
    public static Task<KafkaBroker> StartAsync(KafkaBrokerOptions options, ILoggerFactory loggers, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Task.Run(
            () =>
            {
                var broker = new KafkaBroker(options, loggers);
                broker._background.Start();
                broker._listener.Start(broker._dispatcher);
                return broker;
            },
            cancellation);
    }

    /// <summary>Stops serving and leaves the data ready for a quick start.</summary>
    public async ValueTask DisposeAsync()
    {
        Faults.CoordinatorKilled -= _groups.Kill;
        _groups.Shutdown();
        await _listener.DisposeAsync().ConfigureAwait(false);
        await _background.DisposeAsync().ConfigureAwait(false);
        _topics.Dispose();
        _journal.Dispose();
        _retired.Dispose();
        await _directoryLock.DisposeAsync().ConfigureAwait(false);
        BrokerEvents.Stopped(_logger, BootstrapServers);
    }
}
