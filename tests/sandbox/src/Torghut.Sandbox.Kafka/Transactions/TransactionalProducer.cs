namespace Torghut.Sandbox.Kafka.Transactions;

/// <summary>A transactional id's current record and the lock that orders its writes, markers and state changes.</summary>
internal sealed class TransactionalProducer(TransactionRecord record)
{
    public Lock Gate { get; } = new();

    public TransactionRecord Record { get; set; } = record;
}
