using Microsoft.Extensions.Time.Testing;
using Torghut.Common.Kafka;
using Torghut.Testing;

namespace Torghut.Common.Tests.Kafka;

/// <summary>Nobody waits for a client that is let go but the end of the process, and that not for ever.</summary>
[NonParallelizable]
public sealed class ClientDisposalTests
{
    [Test]
    public async Task WaitForAll_ClientBeingLetGo_IsWaitedForAndThenForgotten()
    {
        using var client = new SlowClient();
        using var guard = new CallGuard("client", TimeProvider.System);
        ClientDisposal.Of(client, guard);
        var waiting = ClientDisposal.WaitForAllAsync(Eventually.Timeout, TimeProvider.System);
        Assert.That(waiting.IsCompleted, Is.False);

        client.MayEnd.Set();
        Assert.That(await waiting, Is.True);
        Assert.That(client.IsDisposed, Is.True);
    }

    [Test]
    public async Task WaitForAll_ClientThatDoesNotReturn_IsGivenUp()
    {
        using var client = new SlowClient();
        using var guard = new CallGuard("client", TimeProvider.System);
        ClientDisposal.Of(client, guard);
        var time = new FakeTimeProvider();
        var waiting = ClientDisposal.WaitForAllAsync(TimeSpan.FromSeconds(5), time);
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.That(await waiting, Is.False);
        client.MayEnd.Set();
        Assert.That(await ClientDisposal.WaitForAllAsync(Eventually.Timeout, TimeProvider.System), Is.True);
    }

    private sealed class SlowClient : IDisposable
    {
        public ManualResetEventSlim MayEnd { get; } = new();

        public bool IsDisposed { get; private set; }

        public void Dispose()
        {
            if (IsDisposed)
            {
                return;
            }

            MayEnd.Wait();
            IsDisposed = true;
        }
    }
}
