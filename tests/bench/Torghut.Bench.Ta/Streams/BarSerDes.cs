using System.Runtime.InteropServices;
using Confluent.Kafka;
using Streamiz.Kafka.Net.SerDes;

namespace Torghut.Bench.Ta.Streams;

/// <summary>Keeps a window in its store and writes it to the topic of bars: its numbers one after the other, which is as little work as there can be.</summary>
internal sealed class BarSerDes : AbstractSerDes<StreamsBar>
{
    public override StreamsBar Deserialize(byte[] data, SerializationContext context)
    {
        if (data is null)
        {
            return null!;
        }

        var numbers = MemoryMarshal.Read<Layout>(data);
        return new StreamsBar
        {
            Open = numbers.Open,
            High = numbers.High,
            Low = numbers.Low,
            Close = numbers.Close,
            Volume = numbers.Volume,
            Count = numbers.Count,
            First = (numbers.FirstTs, numbers.FirstSeq),
            Last = (numbers.LastTs, numbers.LastSeq),
        };
    }

    public override byte[] Serialize(StreamsBar data, SerializationContext context)
    {
        if (data is null)
        {
            return null!;
        }

        var bytes = new byte[Marshal.SizeOf<Layout>()];
        var numbers = new Layout(
            data.Open, data.High, data.Low, data.Close, data.Volume, data.Count, data.First.Ts, data.First.Seq, data.Last.Ts, data.Last.Seq);
        MemoryMarshal.Write(bytes, in numbers);
        return bytes;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Layout(
        double Open, double High, double Low, double Close, double Volume, long Count, long FirstTs, long FirstSeq, long LastTs, long LastSeq);
}
