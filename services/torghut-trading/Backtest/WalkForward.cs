namespace Torghut.Trading.Backtest;

/// <summary>
/// Rolling windows over the days of a grid: the trial that was best in the training days is taken for the test days that follow. Between them lie the purged
/// days, whose indicators know the training days, and after a test the embargo: days that still know the test, and train no later window (M. López de Prado,
/// Advances in Financial Machine Learning, 2018, 7.4).
/// </summary>
internal static class WalkForward
{
    /// <summary>
    /// What the chosen trials earned in their test days; empty when there are too few days. A window all of whose training days lie in an embargo chooses
    /// nothing, and is left out.
    /// </summary>
    /// <param name="returns">Rows of days, a column a trial.</param>
    /// <param name="train">Days of training.</param>
    /// <param name="test">Days of a test.</param>
    /// <param name="purge">Days between the two.</param>
    /// <param name="embargo">Days after a test that train nothing.</param>
    public static IReadOnlyList<(int Trial, int FirstTestDay, double Return)> Of(
        IReadOnlyList<double[]> returns, int train, int test, int purge, int embargo)
    {
        var windows = new List<(int, int, double)>();
        var embargoed = new HashSet<int>();
        for (var from = 0; from + train + purge + test <= returns.Count; from += test + embargo)
        {
            if (Enumerable.Range(from, train).All(embargoed.Contains))
            {
                continue;
            }

            var sums = Enumerable.Range(0, returns[0].Length).Select(trial => Sum(returns, trial, from, train, embargoed)).ToList();
            var best = sums.IndexOf(sums.Max());
            var first = from + train + purge;
            windows.Add((best, first, Sum(returns, best, first, test, [])));
            embargoed.UnionWith(Enumerable.Range(first + test, embargo));
        }

        return windows;
    }

    private static double Sum(IReadOnlyList<double[]> returns, int trial, int from, int days, HashSet<int> without) =>
        Enumerable.Range(from, days).Where(day => !without.Contains(day)).Sum(day => returns[day][trial]);
}
