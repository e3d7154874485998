using Microsoft.Extensions.Logging.Abstractions;

namespace Torghut.Sandbox.Kafka.Tests.Support;

/// <summary>A sandbox broker of one test's own, in a directory of its own, for faults and restarts.</summary>
internal sealed class OwnBroker : IAsyncDisposable
{
    private readonly KafkaBrokerOptions _options;
    private KafkaBroker _broker;

    private OwnBroker(KafkaBrokerOptions options, KafkaBroker broker)
    {
        _options = options;
        _broker = broker;
    }

    public KafkaBroker Broker => _broker;

    public string Bootstrap => _broker.BootstrapServers;

    public string DataDirectory => _options.DataDirectory;

    public static async Task<OwnBroker> StartAsync(Func<KafkaBrokerOptions, KafkaBrokerOptions>? change = null)
    {
        if (TestKafka.IsReal)
        {
            Assert.Ignore("Needs the sandbox broker itself; TORGHUT_TEST_KAFKA names another cluster.");
        }

        var options = new KafkaBrokerOptions
        {
            DataDirectory = Directory.CreateTempSubdirectory("torghut-kafka-own-").FullName,
            MaintenanceInterval = TimeSpan.FromMilliseconds(100),
            InitialRebalanceDelay = TimeSpan.Zero,
            MinSegmentBytes = 1,
        };
        options = change?.Invoke(options) ?? options;
        return new OwnBroker(options, await KafkaBroker.StartAsync(options, NullLoggerFactory.Instance, CancellationToken.None));
    }

    /// <summary>Stops it cleanly and starts it again on the same port and data; in between, the data may be changed.</summary>
    public async Task RestartAsync(Action? meanwhile = null)
    {
        var port = int.Parse(Bootstrap.Split(':')[1], null);
        await _broker.DisposeAsync();
        meanwhile?.Invoke();
        _broker = await KafkaBroker.StartAsync(_options with { Port = port }, NullLoggerFactory.Instance, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        Directory.Delete(DataDirectory, recursive: true);
    }
}
