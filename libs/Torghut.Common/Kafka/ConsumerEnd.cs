using Confluent.Kafka;
using Torghut.Common.Hosting;

namespace Torghut.Common.Kafka;

/// <summary>How a loop lets its consumer go.</summary>
public static class ConsumerEnd
{
    /// <summary>
    /// Leaves the group, which lets the others take over at once, and disposes of the consumer, also of one that cannot leave: a consumer that failed for good,
    /// or one of whose handlers throws, gives that exception in place of its end, and would stay where it is with its threads and buffers. One that does not
    /// return keeps its partitions, so that the pulse then ends the process.
    /// </summary>
    /// <param name="pulse">The loop's; it rests from then on, whatever happens.</param>
    public static void Leave<TKey, TValue>(IConsumer<TKey, TValue> consumer, LoopPulse pulse)
    {
        pulse.Beat();
        try
        {
            consumer.Close();
        }
        finally
        {
            try
            {
                consumer.Dispose();
            }
            finally
            {
                pulse.Rest();
            }
        }
    }
}
