using Torghut.Contracts.Market;

namespace Torghut.Ta.Runtime;

/// <summary>How much of a refused record its dead letter holds; topic, partition and offset say where the whole of it is.</summary>
internal static class DeadLetterLimits
{
    public static byte[]? Cut(byte[]? bytes) => bytes is { Length: > MarketDataBounds.MaxRecordBytes } ? bytes[..MarketDataBounds.MaxRecordBytes] : bytes;
}
