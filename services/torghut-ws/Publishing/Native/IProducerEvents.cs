using Confluent.Kafka;

namespace Torghut.Ws.Publishing.Native;

/// <summary>Receives what librdkafka reports; calls come from its own and the polling thread.</summary>
internal interface IProducerEvents
{
    void OnDelivery(ProduceTicket ticket, int error);

    void OnError(Error error);

    void OnLog(LogMessage message);
}
