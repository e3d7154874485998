using Confluent.Kafka;
using Torghut.Common.Kafka;

namespace Torghut.Ta.Runtime;

/// <summary>The service cannot work as it is set up or as its surroundings are.</summary>
/// <param name="errorClass">Stable word for readiness and metrics.</param>
/// <param name="isTransient">Whether the cause may go away without anybody changing the configuration.</param>
internal sealed class TaException(string errorClass, string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    public string ErrorClass => errorClass;

    public bool IsTransient => isTransient;

    /// <summary>A log that ends before what was committed: it is another log, and an operator may bring the right one back.</summary>
    public static TaException BeyondLog(TopicPartitionOffset committed, WatermarkOffsets log, string remedy) =>
        new(Runtime.ErrorClass.BeyondLog, StartOffset.Beyond(committed, log, remedy), isTransient: true);
}
