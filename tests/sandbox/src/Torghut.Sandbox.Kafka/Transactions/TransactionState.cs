namespace Torghut.Sandbox.Kafka.Transactions;

/// <summary>Where a transactional id stands. The numbers are persisted: only add to them.</summary>
internal enum TransactionState : sbyte
{
    Empty = 0,
    Ongoing = 1,
    PrepareCommit = 2,
    PrepareAbort = 3,
    CompleteCommit = 4,
    CompleteAbort = 5,
}
