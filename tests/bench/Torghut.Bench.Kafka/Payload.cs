namespace Torghut.Bench.Kafka;

/// <summary>Values that compress about as well as ticks do: half of the bytes repeat.</summary>
internal static class Payload
{
    private const int Variants = 1024;

    public static byte[][] Make(int size)
    {
        var random = new Random(1);
        var payloads = new byte[Variants][];
        for (var i = 0; i < Variants; i++)
        {
            payloads[i] = new byte[size];
            random.NextBytes(payloads[i].AsSpan(size / 2));
        }

        return payloads;
    }
}
