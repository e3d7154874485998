using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Sandbox.Kafka;

namespace Torghut.Bench.Kafka;

/// <summary>The broker in a child process, so that its memory can be told from the client's.</summary>
internal sealed class BrokerProcess : IDisposable
{
    private const string Ready = "READY ";

    private readonly Process _process;
    private readonly string _directory;

    private BrokerProcess(Process process, string directory, string bootstrap)
    {
        _process = process;
        _directory = directory;
        Bootstrap = bootstrap;
    }

    public string Bootstrap { get; }

    public static async Task<int> ServeAsync(string directory)
    {
        var options = new KafkaBrokerOptions
        {
            DataDirectory = directory,
            Topics = [new KafkaTopicDefinition("plain", 3), new KafkaTopicDefinition("lz4", 3), new KafkaTopicDefinition("paced", 3)],
        };
        await using var broker = await KafkaBroker.StartAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
        Console.WriteLine(Ready + broker.BootstrapServers);

        // The parent closes the pipe when it is done, or dies.
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public static async Task<BrokerProcess> StartAsync()
    {
        var directory = Directory.CreateTempSubdirectory("torghut-bench-kafka-").FullName;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("serve");
        start.ArgumentList.Add(directory);
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The broker did not start");
        return new BrokerProcess(process, directory, line[Ready.Length..]);
    }

    /// <summary>The most memory the broker has had resident, in MiB.</summary>
    public double PeakMemory()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
