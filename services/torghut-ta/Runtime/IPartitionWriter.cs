using Confluent.Kafka;

namespace Torghut.Ta.Runtime;

/// <summary>Writes what one partition derives, and makes it visible together with the input offsets it came from.</summary>
internal interface IPartitionWriter : IDisposable
{
    /// <summary>Takes over from whoever wrote for this partition before. Call it before the partition's state is read.</summary>
    void InitTransactions();

    void Write(string topic, byte[]? key, byte[] value);

    /// <summary>Makes everything written since the last commit visible, with the state and the offsets.</summary>
    /// <param name="state">Changelog records: key and value; a null value is a tombstone.</param>
    /// <param name="offsets">Next offset to read of each input.</param>
    void Commit(IReadOnlyList<KeyValuePair<byte[], byte[]?>> state, IReadOnlyList<TopicPartitionOffset> offsets);

    /// <summary>Drops what was written since the last commit, as far as the guarantee allows.</summary>
    void AbortTransaction();
}
