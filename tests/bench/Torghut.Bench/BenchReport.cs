using System.Globalization;
using System.Text.Json;

namespace Torghut.Bench;

/// <summary>The figures of one subject.</summary>
/// <param name="subject">For example <c>ws</c>.</param>
/// <param name="quick">Whether the runs were shortened, so that the figures mean little.</param>
public sealed class BenchReport(string subject, bool quick)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly List<Comparison> _compared = [];
    private readonly List<BenchResult> _results = [];

    public void Add(BenchResult result) => _results.Add(result with { Name = $"{subject}.{result.Name}" });

    /// <summary>Takes note of outputs that are equal.</summary>
    public void Equal(string what, long items) => _compared.Add(new Comparison(what, items));

    /// <summary>Compares a peer's outputs with ours, item by item, and takes note that they are equal.</summary>
    /// <exception cref="OutputsDifferException">They are not, or there are none.</exception>
    public void RequireEqual<T>(string what, string peer, IReadOnlyList<T> ours, IReadOnlyList<T> theirs)
    {
        if (ours.Count == 0 || ours.Count != theirs.Count)
        {
            throw new OutputsDifferException($"{what}: {peer} has {theirs.Count}, ours are {ours.Count}");
        }

        for (var i = 0; i < ours.Count; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(ours[i], theirs[i]))
            {
                throw new OutputsDifferException($"{what}, number {i}: {peer} has {theirs[i]}, ours is {ours[i]}");
            }
        }

        Equal($"{what}: ours and those of {peer}", ours.Count);
    }

    /// <summary>Writes the report to standard output.</summary>
    /// <returns>0 when every target is met, else 1.</returns>
    public int Print(bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(new { subject, quick, cores = Environment.ProcessorCount, compared = _compared, results = _results }, Json));
        }
        else
        {
            PrintTable();
        }

        return quick || _results.TrueForAll(r => r.Ok) ? 0 : 1;
    }

    private void PrintTable()
    {
        foreach (var comparison in _compared)
        {
            Console.WriteLine($"equal  {comparison.What} ({comparison.Items})");
        }

        foreach (var result in _results)
        {
            Console.WriteLine(Line(result));
        }
    }

    private static string Line(BenchResult r)
    {
        var verdict = r.Target is null ? "     " : r.Ok ? "ok   " : "MISS ";
        var spread = r.Spread is { } s ? $"±{s / 2:0%}" : "";
        var text = string.Create(CultureInfo.InvariantCulture, $"{verdict}  {r.Name,-40} {Short(r.Value),10} {r.Unit,-14} {spread,-6}");
        if (r.Best is { } best)
        {
            text += $" best {Short(best),-6}";
        }

        if (r.Target is { } target)
        {
            text += $" {(r.Bound == BenchBound.AtMost ? "≤" : "≥")} {Short(target)}{(r.TargetIsRatio ? "×" : "")}";
        }

        if (r.Ratio is { } ratio)
        {
            text += $"  {Short(ratio)}× of {r.Peer} ({Short(r.PeerValue!.Value)})";
        }

        return r.Note is null ? text : $"{text}  {r.Note}";
    }

    private static string Short(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "0" : Math.Abs(value) >= 10 ? "0.0" : Math.Abs(value) >= 0.01 || value == 0 ? "0.##" : "0.#####",
        CultureInfo.InvariantCulture);
}
