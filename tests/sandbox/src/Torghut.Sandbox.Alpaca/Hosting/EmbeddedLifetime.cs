using Microsoft.Extensions.Hosting;

namespace Torghut.Sandbox.Alpaca.Hosting;

/// <summary>The process's signals belong to whoever embeds the simulator.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
