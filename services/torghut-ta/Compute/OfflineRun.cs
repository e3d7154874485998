using Torghut.Ta.Engine;

namespace Torghut.Ta.Compute;

/// <summary>Runs the engine over files, one set after the other or several side by side.</summary>
internal sealed class OfflineRun(EngineOptions options, IEngineOutput output)
{
    private const int StepsBetweenReports = 16_384;

    public long Trades { get; private set; }

    public long Quotes { get; private set; }

    public long Late { get; private set; }

    public long Duplicates { get; private set; }

    public long Implausible { get; private set; }

    public void Run(TickSet set, Action<double> progress, CancellationToken cancellationToken)
    {
        using var run = new TickSetRun(set, options, output);
        for (long steps = 1; !run.IsOver; steps++)
        {
            run.Step();
            if (steps % StepsBetweenReports == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress(run.Progress);
            }
        }

        Add(run);
    }

    /// <summary>Runs sets side by side, so that their results leave in the order of event time.</summary>
    public void RunMerged(IReadOnlyList<TickSet> sets, Action<double> progress, CancellationToken cancellationToken)
    {
        var merge = new ResultMerge(output);
        var runs = new List<TickSetRun>(sets.Count);
        try
        {
            foreach (var set in sets)
            {
                var results = new QueuedResults();
                var run = new TickSetRun(set, options, results);
                runs.Add(run);
                merge.Add(run, results);
            }

            for (long rounds = 1; merge.MoveNext(); rounds++)
            {
                if (rounds % StepsBetweenReports == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    progress(runs.Average(run => run.Progress));
                }
            }

            runs.ForEach(Add);
        }
        finally
        {
            runs.ForEach(run => run.Dispose());
        }
    }

    private void Add(TickSetRun run)
    {
        Trades += run.Counters.Trades;
        Quotes += run.Counters.Quotes;
        Late += run.Counters.Late;
        Duplicates += run.Counters.Duplicates;
        Implausible += run.Implausible;
    }
}
