using Torghut.Common.Kafka;

namespace Torghut.Ta.Runtime;

/// <summary>Writes what one partition derives, and makes it visible together with the input offsets it came from.</summary>
internal interface IPartitionWriter : IDisposable
{
    /// <summary>Begins to take over from whoever wrote for this partition before. It must have ended before the partition's state is read.</summary>
    /// <returns>Null when there is nothing to be waited for.</returns>
    GuardedCall? BeginInitTransactions();

    void Write(string topic, byte[]? key, byte[] value);

    /// <summary>Begins to make everything written since the last commit visible, with the state. Nothing may be written before it has ended.</summary>
    /// <param name="changelog">Changelog records: key and value; a null value is a tombstone. The last one holds the offsets and closes the commit.</param>
    GuardedCall BeginCommit(IReadOnlyList<KeyValuePair<byte[], byte[]?>> changelog);

    /// <summary>Begins to drop what was written since the last commit, as far as the guarantee allows.</summary>
    /// <returns>Null when there is nothing to be dropped, or a commit is under way that cannot be called off.</returns>
    GuardedCall? BeginAbortTransaction();
}
