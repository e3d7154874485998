using Confluent.Kafka;

namespace Torghut.Common.Kafka.Batches;

/// <summary>Where a <see cref="BatchReader"/> takes messages from and gives them back. Used by one thread.</summary>
public interface IMessageQueue : IDisposable
{
    /// <summary>
    /// Has what is fetched of these partitions come here. Called when they are assigned, before the first of their records is fetched, and again at each
    /// assignment: a partition that is given up is forgotten. One may not be assigned again before it was given up, as the group takes care of; to read it
    /// anew, seek.
    /// </summary>
    void Add(IEnumerable<TopicPartition> partitions);

    /// <summary>Takes what is there, and waits only while there is nothing.</summary>
    /// <param name="messages">Gets pointers to <see cref="NativeMessage"/>s, each to be given back.</param>
    /// <returns>How many.</returns>
    int Take(Span<nint> messages, TimeSpan wait);

    void GiveBack(ReadOnlySpan<nint> messages);

    /// <summary>Number of a message's topic among those that are read.</summary>
    int TopicOf(nint topic);
}
