using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Torghut.Sandbox.Kafka.Drill;

/// <summary>A broker alone in its process, so that it can be killed.</summary>
internal static class BrokerCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var directory, var port])
        {
            return Usage.Print();
        }

        using var loggers =
            LoggerFactory.Create(logging => logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Information));
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            stop.Cancel();
        };
        var options = new KafkaBrokerOptions { DataDirectory = directory, Port = int.Parse(port, CultureInfo.InvariantCulture) };
        await using var broker = await KafkaBroker.StartAsync(options, loggers, stop.Token);
        Console.WriteLine($"READY {broker.BootstrapServers}");
        var stopped = new TaskCompletionSource();
        await using var registration = stop.Token.Register(() => stopped.TrySetResult());
        await stopped.Task;
        return 0;
    }
}
