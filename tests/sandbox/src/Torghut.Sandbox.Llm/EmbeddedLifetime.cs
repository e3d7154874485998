using Microsoft.Extensions.Hosting;

namespace Torghut.Sandbox.Llm;

/// <summary>Leaves Ctrl-C and SIGTERM to the process that embeds the server, instead of taking them for itself as a web host does by default.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
