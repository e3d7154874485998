using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Transactions;

/// <summary>A producer's identity as InitProducerId hands it out.</summary>
internal readonly record struct ProducerIdentity(ErrorCode Error, long ProducerId, short Epoch)
{
    public static ProducerIdentity Failed(ErrorCode error) => new(error, -1, -1);
}
