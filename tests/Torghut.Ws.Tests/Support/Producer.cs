using Torghut.Ws.Publishing;

namespace Torghut.Ws.Tests.Support;

/// <summary>Counts what it is given, after it refused as often as told.</summary>
internal sealed class Producer : IRecordProducer
{
    public int InFlight => 0;

    public int Taken { get; private set; }

    /// <summary>The value that was taken last.</summary>
    public byte[] Last { get; private set; } = [];

    public int Refusals { get; set; }

    public bool TryProduce(ProduceTopic topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long startedAt, ReadOnlySpan<byte> traceParent = default)
    {
        if (Refusals > 0)
        {
            Refusals--;
            return false;
        }

        Taken++;
        Last = value.ToArray();
        return true;
    }

    public int Flush(CancellationToken cancellationToken) => 0;

    public void Dispose()
    {
    }
}
