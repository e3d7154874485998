namespace Torghut.Trading.Backtest;

/// <summary>
/// Probability of backtest overfitting by combinatorially symmetric cross-validation: D. H. Bailey, J. Borwein, M. López de Prado, Q. J. Zhu (2017). The rows
/// are cut into blocks; for every half of the blocks the best trial in it is looked up among all trials in the other half.
/// </summary>
internal static class OverfittingProbability
{
    /// <summary>Share of the splits in which the best trial of one half is at or below the median of the other.</summary>
    /// <param name="returns">Rows of time, a column a trial.</param>
    /// <param name="blocks">Even number of blocks.</param>
    public static double Of(IReadOnlyList<double[]> returns, int blocks = 16)
    {
        var trials = returns[0].Length;
        var sums = new double[blocks, trials];
        var squares = new double[blocks, trials];
        var rows = new int[blocks];
        var size = returns.Count / blocks;
        for (var row = 0; row < size * blocks; row++)
        {
            var block = row / size;
            rows[block]++;
            for (var trial = 0; trial < trials; trial++)
            {
                var value = returns[row][trial];
                sums[block, trial] += value;
                squares[block, trial] += value * value;
            }
        }

        var (below, splits) = (0, 0);
        var inside = new double[trials];
        var outside = new double[trials];
        for (uint mask = 0; mask < 1u << blocks; mask++)
        {
            if (System.Numerics.BitOperations.PopCount(mask) != blocks / 2)
            {
                continue;
            }

            for (var trial = 0; trial < trials; trial++)
            {
                inside[trial] = Sharpe(trial, mask, sums, squares, rows);
                outside[trial] = Sharpe(trial, ~mask, sums, squares, rows);
            }

            var best = Array.IndexOf(inside, inside.Max());
            var rank = outside.Count(value => value < outside[best]) + 1;
            splits++;
            below += rank / (trials + 1.0) <= 0.5 ? 1 : 0;
        }

        return below / (double)splits;
    }

    private static double Sharpe(int trial, uint mask, double[,] sums, double[,] squares, int[] rows)
    {
        double sum = 0, square = 0;
        var count = 0;
        for (var block = 0; block < rows.Length; block++)
        {
            if ((mask >> block & 1) == 1)
            {
                sum += sums[block, trial];
                square += squares[block, trial];
                count += rows[block];
            }
        }

        var mean = sum / count;
        var variance = (square / count) - (mean * mean);
        return variance > 0 ? mean / Math.Sqrt(variance) : 0;
    }
}
