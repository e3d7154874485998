using Microsoft.Extensions.Logging.Abstractions;

namespace Torghut.Sandbox.Kafka.Tests;

/// <summary>
/// The cluster under test: the sandbox broker in this process, or the one that TORGHUT_TEST_KAFKA names. The conformance tests do not
/// know which; those that need the fault panel or a crash start a broker of their own and are skipped with a real cluster.
/// </summary>
[SetUpFixture]
public sealed class TestKafka
{
    private static readonly string? External = Environment.GetEnvironmentVariable("TORGHUT_TEST_KAFKA") is { Length: > 0 } address ? address : null;

    private static KafkaBroker? _broker;
    private string? _directory;

    public static string Bootstrap => External ?? _broker!.BootstrapServers;

    public static bool IsReal => External is not null;

    /// <summary>How long background work such as retention may take: a real cluster looks every few minutes only.</summary>
    public static TimeSpan MaintenanceTimeout => TimeSpan.FromSeconds(IsReal ? 420 : 20);

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        if (IsReal)
        {
            return;
        }

        _directory = Directory.CreateTempSubdirectory("torghut-kafka-tests-").FullName;
        var options = new KafkaBrokerOptions
        {
            DataDirectory = _directory,
            MaintenanceInterval = TimeSpan.FromMilliseconds(100),
            InitialRebalanceDelay = TimeSpan.FromMilliseconds(50),
            MinSegmentBytes = 1,
        };
        _broker = await KafkaBroker.StartAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        if (_directory is not null)
        {
            Directory.Delete(_directory, recursive: true);
        }
    }
}
