using System.Diagnostics;
using Confluent.Kafka;
using Torghut.Ws.Publishing.Native;

namespace Torghut.Bench.Ws;

/// <summary>Notes how long each record took to its acknowledgement, then tells the producer. The service's histogram keeps no single time.</summary>
internal sealed class DeliveryTimes : IProducerEvents
{
    private IProducerEvents _producer = null!;
    private double[] _seconds = [];
    private int _count;

    /// <summary>Stands between the client and its producer.</summary>
    public IProducerEvents Before(IProducerEvents producer)
    {
        _producer = producer;
        return this;
    }

    /// <summary>Begins anew, with room for so many records.</summary>
    public void Begin(int records) => (_seconds, _count) = (new double[records], 0);

    /// <summary>What was acknowledged since <see cref="Begin"/>, in seconds.</summary>
    public ReadOnlySpan<double> Seconds => _seconds.AsSpan(0, Volatile.Read(ref _count));

    public void OnDelivery(ProduceTicket ticket, int error)
    {
        if (error == 0)
        {
            _seconds[Interlocked.Increment(ref _count) - 1] = Stopwatch.GetElapsedTime(ticket.StartedAt).TotalSeconds;
        }

        _producer.OnDelivery(ticket, error);
    }

    public void OnError(Error error) => _producer.OnError(error);

    public void OnLog(LogMessage message) => _producer.OnLog(message);
}
