using Confluent.Kafka;
using Torghut.Contracts;

namespace Torghut.Bench.Ta;

/// <summary>Puts a market's events into Kafka, at once or at the pace at which they would happen.</summary>
internal sealed class PipelineFeed : IDisposable
{
    private readonly IProducer<string, byte[]> _producer;

    public PipelineFeed(string bootstrap) => _producer = new ProducerBuilder<string, byte[]>(new ProducerConfig
    {
        BootstrapServers = bootstrap,
        Acks = Acks.All,
        EnableIdempotence = true,
        LingerMs = 1,
        QueueBufferingMaxMessages = 1_000_000,
        EnableDeliveryReports = false,
    }).Build();

    public void SendAll(EncodedMarket market)
    {
        foreach (var e in market.Events)
        {
            Send(e);
        }

        _producer.Flush(TimeSpan.FromMinutes(1));
    }

    /// <summary>Sends each event when it is due, whatever became of those before.</summary>
    /// <param name="began">The moment at which the market begins.</param>
    public async Task SendPacedAsync(EncodedMarket market, DateTimeOffset began, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1), time);
        for (var next = 0; next < market.Events.Count && await timer.WaitForNextTickAsync(cancellationToken);)
        {
            var due = Math.Min(market.Events.Count, (int)((time.GetUtcNow() - began).TotalSeconds * Market.EventsPerSecond));
            for (; next < due; next++)
            {
                Send(market.Events[next]);
            }
        }
    }

    public void Dispose() => _producer.Dispose();

    private void Send(EncodedEvent e)
    {
        while (true)
        {
            try
            {
                _producer.Produce(e.IsTrade ? Topics.Trades : Topics.Quotes, new Message<string, byte[]> { Key = e.Symbol, Value = e.Value });
                return;
            }
            catch (ProduceException<string, byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                _producer.Poll(TimeSpan.FromMilliseconds(10));
            }
        }
    }
}
