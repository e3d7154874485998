namespace Torghut.Bench.Ws;

/// <summary>Everything about the forwarder.</summary>
internal static class WsBench
{
    public static async Task<BenchReport> RunAsync(BenchArguments arguments)
    {
        var report = new BenchReport("ws", arguments.Quick);
        await ParseBench.RunAsync(arguments, report);
        await EncodeBench.RunAsync(arguments, report);
        using var broker = await ServerProcess.StartAsync();
        await ProduceBench.RunAsync(arguments, report, broker.Address);
        await LatencyBench.RunAsync(arguments, report, broker.Address);
        return report;
    }
}
