using Torghut.Testing;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>Two cores' worth of work beside a test, in processes of its own: nothing that the test measures gets a core for the asking.</summary>
internal sealed class BusyCores : IAsyncDisposable
{
    private const int Cores = 2;

    /// <summary>They end by themselves if nobody ends them.</summary>
    private const string LongestLife = "1500";

    private readonly ServiceProcess[] _workers = [.. Enumerable.Range(0, Cores).Select(_ => Start())];

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }
    }

    private static ServiceProcess Start() =>
        ServiceProcess.StartFile("timeout", new Dictionary<string, string>(), LongestLife, "sh", "-c", "while :; do :; done");
}
