using Confluent.Kafka;

namespace Torghut.Ws.Resume;

/// <summary>Records of one partition.</summary>
/// <param name="Partition">Which.</param>
/// <param name="First">Offset of the first.</param>
/// <param name="End">Offset behind the last.</param>
internal readonly record struct TailRange(TopicPartition Partition, long First, long End)
{
    public bool IsEmpty => First >= End;

    /// <summary>The same without all but the last <paramref name="most"/> offsets.</summary>
    public TailRange Last(long most) => this with { First = Math.Max(First, End - most) };
}
