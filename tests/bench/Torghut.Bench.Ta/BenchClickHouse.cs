using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Sandbox.ClickHouse;

namespace Torghut.Bench.Ta;

/// <summary>The sandbox's ClickHouse with a database for each contender.</summary>
internal static class BenchClickHouse
{
    public const string Ours = "bench_ours";
    public const string Node = "bench_node";
    public const string Driver = "bench_driver";

    public static IReadOnlyList<string> Databases { get; } = [Ours, Node, Driver];

    public static async Task<int> ServeAsync(string directory)
    {
        var options = new ClickHouseOptions { DataDirectory = directory, Databases = Databases };
        await using var server = await ClickHouseServer.StartAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
        await ServerProcess.WaitForEndAsync(server.BaseAddress.ToString());
        return 0;
    }
}
