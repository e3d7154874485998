using System.Text;
using Confluent.Kafka;
using Torghut.Testing;

namespace Torghut.Ta.Tests.Support;

/// <summary>
/// Makes producers of an <see cref="InMemoryKafka"/>. What a transaction has is in the logs when it is committed, and nowhere when it is called off. Without
/// a transaction a record is in its log, and reported, with the next flush.
/// </summary>
internal sealed class InMemoryProducerBuilder(InMemoryKafka kafka, string? transactionalId) : ProducerBuilder<byte[]?, byte[]>(new ProducerConfig())
{
    private readonly List<(TopicPartition Log, Message<byte[]?, byte[]> Message, Action<DeliveryReport<byte[]?, byte[]>>? Report)> _pending = [];
    private bool _open;

    private string Name => transactionalId ?? "producer";

    public override IProducer<byte[]?, byte[]> Build() => ScriptedClient.Of<IProducer<byte[]?, byte[]>>((member, arguments) =>
    {
        kafka.Failing?.Invoke(member);
        switch (member)
        {
            case "InitTransactions":
                kafka.Calls.Enqueue($"init {Name}");
                break;
            case "BeginTransaction":
                Require(!_open, "a transaction is open already");
                _open = true;
                kafka.Calls.Enqueue($"begin {Name}");
                break;
            case "Produce":
                Produce(arguments);
                break;
            case "CommitTransaction":
                Require(_open, "no transaction is open");
                _open = false;
                Deliver();
                kafka.Calls.Enqueue($"commit {Name}");
                break;
            case "AbortTransaction":
                _open = false;
                _pending.Clear();
                kafka.Calls.Enqueue($"abort {Name}");
                break;
            case "Flush":
                Deliver();
                kafka.Calls.Enqueue($"flush {Name}");
                break;
        }

        return null;
    });

    private void Produce(object?[] arguments)
    {
        Require(transactionalId is null || _open, "records of a transactional producer belong to a transaction");
        var log = arguments[0] is TopicPartition target ? target : new TopicPartition((string)arguments[0]!, 0);
        var message = (Message<byte[]?, byte[]>)arguments[1]!;
        kafka.Calls.Enqueue($"produce {log.Topic}/{log.Partition.Value} {(message.Key is { } key ? Encoding.UTF8.GetString(key) : "")}");
        _pending.Add((log, message, (Action<DeliveryReport<byte[]?, byte[]>>?)arguments[2]));
    }

    private void Deliver()
    {
        foreach (var (log, message, report) in _pending)
        {
            if (kafka.Delivery == ErrorCode.NoError)
            {
                kafka.Append(log.Topic, log.Partition.Value, message.Key, message.Value);
            }

            report?.Invoke(new DeliveryReport<byte[]?, byte[]> { Message = message, Error = kafka.Delivery });
        }

        _pending.Clear();
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new KafkaException(new Error(ErrorCode.Local_State, what));
        }
    }
}
