using Torghut.Ws.Publishing;

namespace Torghut.Bench.Ws;

/// <summary>Takes records and adds up their bytes: the least that can be done with them.</summary>
internal sealed class CountingProducer : IRecordProducer
{
    public int InFlight => 0;

    public long Records { get; private set; }

    public long Bytes { get; private set; }

    public bool TryProduce(ProduceTopic topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long startedAt, ReadOnlySpan<byte> traceParent = default)
    {
        Records++;
        Bytes += key.Length + value.Length;
        return true;
    }

    public int Flush(CancellationToken cancellationToken) => 0;

    public void Dispose()
    {
    }
}
