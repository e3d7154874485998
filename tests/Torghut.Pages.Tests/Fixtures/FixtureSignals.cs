namespace Torghut.Pages.Tests.Fixtures;

/// <summary>Indicators over seconds; near enough to torghut-ta's for a page, which computes none of them.</summary>
internal static class FixtureSignals
{
    private const int Warm = 26;

    public static IEnumerable<object?[]> Of(IReadOnlyList<FixtureBar> bars)
    {
        double fast = bars[0].C, slow = bars[0].C, signal = 0, gain = 0, loss = 0, value = 0, volume = 0;
        var closes = new Queue<double>();
        for (var i = 0; i < bars.Count; i++)
        {
            var bar = bars[i];
            fast += (bar.C - fast) * 2 / 13;
            slow += (bar.C - slow) * 2 / 27;
            signal += (fast - slow - signal) * 2 / 10;
            var change = i == 0 ? 0 : bar.C - bars[i - 1].C;
            gain += (Math.Max(change, 0) - gain) / 14;
            loss += (Math.Max(-change, 0) - loss) / 14;
            value += (bar.Vwap ?? bar.C) * bar.V;
            volume += bar.V;
            closes.Enqueue(bar.C);
            if (closes.Count > 20)
            {
                closes.Dequeue();
            }

            var mean = closes.Average();
            var deviation = Math.Sqrt(closes.Average(close => (close - mean) * (close - mean)));
            var isWarm = i >= Warm;
            yield return
            [
                bar.T, W(fast - slow), W(signal), W(fast - slow - signal), W(fast), W(slow), W(gain + loss > 0 ? 100 * gain / (gain + loss) : 50),
                W(mean), W(mean + (2 * deviation)), W(mean - (2 * deviation)), value / volume, value / volume, 0.01, bar.C - 0.005, bar.C + 0.005, 300.0, 200.0,
                W(deviation / mean),
            ];

            object? W(double number) => isWarm ? number : null;
        }
    }
}
