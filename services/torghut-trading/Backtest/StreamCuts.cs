using Torghut.Contracts.Containers;
using Torghut.Contracts.Time;

namespace Torghut.Trading.Backtest;

/// <summary>A stream of records cut at instants of chance, the same every time.</summary>
internal static class StreamCuts
{
    private const int Seed = 20131007;

    public static IEnumerable<(DateTimeOffset At, byte[] Records)> Of(byte[] records, int count)
    {
        var instants = Instants(records);
        var random = new Random(Seed);
        for (var i = 0; i < count && instants.Count > 1; i++)
        {
            var at = instants[random.Next(1, instants.Count)];
            yield return (Nanos.ToInstant(at), Before(records, at));
        }
    }

    private static List<long> Instants(byte[] records)
    {
        var instants = new List<long>();
        using var reader = new DerivedStreamReader(new MemoryStream(records, writable: false));
        int branch;
        while ((branch = reader.Read(out var bar, out var signal)) >= 0)
        {
            var at = branch == DerivedStream.MicrobarBranch ? bar.Envelope.EventTs : signal.Envelope.EventTs;
            if (instants.Count == 0 || instants[^1] != at)
            {
                instants.Add(at);
            }
        }

        return instants;
    }

    private static byte[] Before(byte[] records, long end)
    {
        using var stream = new MemoryStream();
        using (var writer = new DerivedStreamWriter(stream))
        {
            using var reader = new DerivedStreamReader(new MemoryStream(records, writable: false));
            int branch;
            while ((branch = reader.Read(out var bar, out var signal)) >= 0)
            {
                if (branch == DerivedStream.MicrobarBranch && bar.Envelope.EventTs <= end)
                {
                    writer.Append(bar);
                }
                else if (branch == DerivedStream.SignalBranch && signal.Envelope.EventTs <= end)
                {
                    writer.Append(signal);
                }
            }
        }

        return stream.ToArray();
    }
}
