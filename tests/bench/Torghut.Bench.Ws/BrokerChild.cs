using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Sandbox.Kafka;

namespace Torghut.Bench.Ws;

/// <summary>The sandbox broker in a process of its own, so that its CPU time is not counted as the producer's.</summary>
internal sealed class BrokerChild : IDisposable
{
    private readonly Process _process;
    private readonly string _directory;

    private BrokerChild(Process process, string directory, string bootstrap)
    {
        _process = process;
        _directory = directory;
        Bootstrap = bootstrap;
    }

    public string Bootstrap { get; }

    public static async Task<int> ServeAsync(string directory)
    {
        await using var broker = await KafkaBroker.StartAsync(
            new KafkaBrokerOptions { DataDirectory = directory }, NullLoggerFactory.Instance, CancellationToken.None);
        await Console.Out.WriteLineAsync(broker.BootstrapServers);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public static async Task<BrokerChild> StartAsync()
    {
        var directory = Directory.CreateTempSubdirectory("torghut-bench-").FullName;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("serve");
        start.ArgumentList.Add(directory);
        var process = Process.Start(start)!;
        var bootstrap = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The broker did not start.");
        return new BrokerChild(process, directory, bootstrap);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_directory, true);
    }
}
