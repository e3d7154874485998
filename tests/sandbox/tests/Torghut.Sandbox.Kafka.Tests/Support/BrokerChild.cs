using Torghut.Testing;

namespace Torghut.Sandbox.Kafka.Tests.Support;

/// <summary>The broker in a child process, to be killed as often as a test likes, on one port and one data directory.</summary>
internal sealed class BrokerChild : IAsyncDisposable
{
    private readonly string _directory;
    private readonly int _port = ServiceProcess.FreePort();
    private ServiceProcess _process;

    private BrokerChild()
    {
        _directory = Directory.CreateTempSubdirectory("torghut-kafka-child-").FullName;
        _process = Launch();
    }

    public string Bootstrap => $"127.0.0.1:{_port}";

    public static async Task<BrokerChild> StartAsync()
    {
        if (TestKafka.IsReal)
        {
            Assert.Ignore("Kills the broker; TORGHUT_TEST_KAFKA names another cluster.");
        }

        var child = new BrokerChild();
        await child.UntilReadyAsync();
        return child;
    }

    /// <summary>A program of the drill project, beside the broker's.</summary>
    public static ServiceProcess Drill(params string[] arguments) => ServiceProcess.StartFile(
        Repository.Binary("tests/sandbox/tests/Torghut.Sandbox.Kafka.Drill", "Torghut.Sandbox.Kafka.Drill"), new Dictionary<string, string>(), arguments);

    /// <summary>SIGKILL, then a new broker on the same port and data.</summary>
    public async Task KillAndRestartAsync()
    {
        await _process.KillAsync();
        await _process.DisposeAsync();
        _process = Launch();
        await UntilReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _process.KillAsync();
        await _process.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private ServiceProcess Launch() => Drill("broker", _directory, _port.ToString(null, null));

    private Task UntilReadyAsync() => Eventually.HoldsAsync(
        () => _process.HasExited ? throw new InvalidOperationException($"The broker ended: {_process.Output}")
            : _process.Output.Contains("READY", StringComparison.Ordinal),
        "the broker is ready");
}
