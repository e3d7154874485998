using System.Threading.Channels;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>Activates accepted orders after the order latency, in the order of their arrival.</summary>
internal sealed class OrderActivator(AlpacaSimulatorOptions options, PaperBroker broker)
{
    private readonly Channel<(Guid Id, long AcceptedAt)> _waiting = Channel.CreateUnbounded<(Guid, long)>(new UnboundedChannelOptions { SingleReader = true });

    public void Add(Guid id) => _waiting.Writer.TryWrite((id, options.Time.GetTimestamp()));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var (id, acceptedAt) in _waiting.Reader.ReadAllAsync(cancellationToken))
            {
                var rest = options.OrderLatency - options.Time.GetElapsedTime(acceptedAt);
                if (rest > TimeSpan.Zero)
                {
                    await Task.Delay(rest, options.Time, cancellationToken);
                }

                broker.Activate(id);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }
}
