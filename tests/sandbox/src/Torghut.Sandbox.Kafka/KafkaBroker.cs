using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Kafka.Apis;
using Torghut.Sandbox.Kafka.Faults;
using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Networking;
using Torghut.Sandbox.Kafka.Transactions;

namespace Torghut.Sandbox.Kafka;

/// <summary>
/// A Kafka broker for one machine: one node, a log on disk, the part of the protocol that librdkafka, kafkajs and kcat use.
/// For development and tests; production is Kafka.
/// </summary>
public sealed class KafkaBroker : IAsyncDisposable
{
    private readonly BrokerStorage _storage;
    private readonly GroupCoordinator _groups;
    private readonly ConnectionListener _listener;
    private readonly BackgroundWork _background;
    private readonly ILogger _logger;
    private FaultServer? _faultServer;

    private KafkaBroker(KafkaBrokerOptions options, BrokerStorage storage, ConnectionListener listener, ILogger logger)
    {
        _storage = storage;
        _listener = listener;
        _logger = logger;
        _groups = new GroupCoordinator(storage.Journal, storage.Offsets, storage.Context, options);
        Faults.CoordinatorKilled += _groups.Kill;
        var transactions = new TransactionCoordinator(storage, options);
        var node = new NodeAddress(storage.ClusterId, options.AdvertisedHost ?? options.Host, listener.Port);
        BootstrapServers = $"{node.Host}:{node.Port}";
        _background = new BackgroundWork(options, storage, _groups, transactions, logger);
        _background.Start();
        var handlers = new ApiHandlers(options, storage, _groups, transactions, node, logger);
        listener.Start(new RequestDispatcher(handlers, _groups, Faults, options.Time, logger));
        BrokerEvents.Started(logger, BootstrapServers, options.DataDirectory, storage.Topics.All.Count());
    }

    /// <summary>What clients are given as <c>bootstrap.servers</c>.</summary>
    public string BootstrapServers { get; }

    /// <summary>What can be made to go wrong.</summary>
    public FaultPanel Faults => _storage.Context.Faults;

    /// <summary>Where the fault panel answers over HTTP; null when it was not asked for.</summary>
    public Uri? FaultAddress => _faultServer?.Address;

    /// <summary>Recovers the data directory, binds, and serves.</summary>
    /// <exception cref="IOException">Another broker has the data directory, or it cannot be read.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public static async Task<KafkaBroker> StartAsync(KafkaBrokerOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var broker = await Task.Run(() => Start(options, loggers), cancellationToken).ConfigureAwait(false);
        if (options.FaultPort is { } port)
        {
            broker._faultServer = await FaultServer.StartAsync(options.Host, port, broker.Faults, loggers, cancellationToken).ConfigureAwait(false);
        }

        return broker;
    }

    /// <summary>Stops serving and leaves the data ready for a quick start.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_faultServer is not null)
        {
            await _faultServer.DisposeAsync().ConfigureAwait(false);
        }

        Faults.CoordinatorKilled -= _groups.Kill;
        _groups.Shutdown();
        await _listener.DisposeAsync().ConfigureAwait(false);
        await _background.DisposeAsync().ConfigureAwait(false);
        _storage.Dispose();
        BrokerEvents.Stopped(_logger, BootstrapServers);
    }

    private static KafkaBroker Start(KafkaBrokerOptions options, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<KafkaBroker>();
        var faults = new FaultPanel(options.Time);
        var listener = new ConnectionListener(options, faults, logger);
        try
        {
            return new KafkaBroker(options, new BrokerStorage(options, faults, logger), listener, logger);
        }
        catch
        {
            listener.Release();
            throw;
        }
    }
}
