using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Log;

/// <summary>The outcome of one append.</summary>
/// <param name="Error">Why nothing was written, or none.</param>
/// <param name="BaseOffset">Where the batch lies, also for a recognised retry; -1 on error.</param>
/// <param name="AppendTime">The time stamped on the batch in milliseconds, -1 when the topic keeps the producer's.</param>
/// <param name="LogStartOffset">The partition's first offset.</param>
internal readonly record struct AppendResult(ErrorCode Error, long BaseOffset, long AppendTime, long LogStartOffset)
{
    public static AppendResult Failed(ErrorCode error) => new(error, -1, -1, -1);
}
