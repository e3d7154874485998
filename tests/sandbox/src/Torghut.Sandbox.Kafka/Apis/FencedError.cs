using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

/// <summary>Requests older than the code for a fenced producer are told of an invalid epoch instead (KIP-588).</summary>
internal static class FencedError
{
    public static ErrorCode For(ErrorCode error, bool knowsFenced) =>
        error == ErrorCode.ProducerFenced && !knowsFenced ? ErrorCode.InvalidProducerEpoch : error;
}
