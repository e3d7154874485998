using Torghut.Contracts.Containers;
using Torghut.Contracts.Time;
using Torghut.Trading.Json;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Backtest;

/// <summary>
/// Whether anything before an instant depends on what comes after it: the records computed from input that ends there, and the decisions on them, must be those
/// of the whole input.
/// </summary>
internal static class LookaheadCheck
{
    /// <summary>What a stream says, line by line and up to an instant: its signals, and the decisions on them.</summary>
    /// <param name="records">Closed at the end.</param>
    /// <param name="decide">Runs the strategies over records and writes their decisions.</param>
    public static IReadOnlyList<(DateTimeOffset At, string Line)> Read(byte[] records, Action<Stream, TextWriter> decide)
    {
        var lines = new List<(DateTimeOffset At, string Line)>();
        using (var reader = new DerivedStreamReader(new MemoryStream(records, writable: false)))
        {
            int branch;
            while ((branch = reader.Read(out var bar, out var signal)) >= 0)
            {
                if (branch == DerivedStream.MicrobarBranch)
                {
                    lines.Add((Nanos.ToInstant(bar.Envelope.EventTs), FormattableString.Invariant(
                        $"bar {bar.Envelope.Symbol} {bar.Envelope.Seq} {bar.Open} {bar.High} {bar.Low} {bar.Close} {bar.Volume} {bar.Vwap}")));
                }
                else if (SignalRowReader.Read(signal).Row is { } row)
                {
                    lines.Add((row.EventTs, $"signal {row.Symbol} {row.Seq} {CanonicalJson.Serialize(row.Features.ToMap())}"));
                }
            }
        }

        using var decisions = new StringWriter();
        decide(new MemoryStream(records, writable: false), decisions);
        foreach (var line in decisions.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var decision = System.Text.Json.JsonDocument.Parse(line);
            lines.Add((decision.RootElement.GetProperty("event_ts").GetDateTimeOffset(), "decision " + line));
        }

        return lines;
    }

    /// <summary>The first line up to an instant that is not the same; null when all are.</summary>
    /// <param name="whole">Of the whole input.</param>
    /// <param name="cut">Of the input that ends at the instant.</param>
    public static string? Difference(
        IEnumerable<(DateTimeOffset At, string Line)> whole, IEnumerable<(DateTimeOffset At, string Line)> cut, DateTimeOffset at)
    {
        var expected = whole.Where(line => line.At <= at).Select(line => line.Line).ToList();
        var found = cut.Where(line => line.At <= at).Select(line => line.Line).ToList();
        for (var i = 0; i < Math.Max(expected.Count, found.Count); i++)
        {
            var (left, right) = (i < expected.Count ? expected[i] : "nothing", i < found.Count ? found[i] : "nothing");
            if (left != right)
            {
                return $"with what comes after {CanonicalText.Of(at)}: {left}\nwithout it: {right}";
            }
        }

        return null;
    }
}
