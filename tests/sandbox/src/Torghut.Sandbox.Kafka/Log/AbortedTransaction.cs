namespace Torghut.Sandbox.Kafka.Log;

/// <summary>A transaction whose records a read-committed reader must leave out.</summary>
/// <param name="ProducerId">The producer whose records are void.</param>
/// <param name="FirstOffset">The transaction's first record in the partition.</param>
/// <param name="LastOffset">The offset of the abort marker.</param>
internal readonly record struct AbortedTransaction(long ProducerId, long FirstOffset, long LastOffset)
{
    /// <summary>Those that touch a range of offsets, out of a list in the order of last offsets.</summary>
    public static IReadOnlyList<AbortedTransaction> Between(AbortedTransaction[] sorted, long offset, long limit)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle].LastOffset < offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return [.. sorted.AsSpan(low).ToArray().Where(a => a.FirstOffset < limit)];
    }
}
