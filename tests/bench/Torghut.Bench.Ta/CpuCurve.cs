namespace Torghut.Bench.Ta;

/// <summary>CPU time of a process by what it has done so far. What it costs is taken from a quarter of the work on: before, it still compiles itself.</summary>
/// <param name="total">All that it is to do.</param>
internal sealed class CpuCurve(long total)
{
    private const double WarmUpShare = 0.25;
    private readonly List<(long Done, TimeSpan Cpu)> _polls = [];

    public bool IsComplete => _polls.Count > 0 && _polls[^1].Done >= total;

    public void Add(long done, TimeSpan cpu) => _polls.Add((done, cpu));

    /// <param name="items">Inputs of all the work; they are spread evenly over it.</param>
    public double NanosPerItem(long items)
    {
        var (from, to) = (_polls.First(look => look.Done >= total * WarmUpShare), _polls[^1]);

        // A short run may be over between two looks; then all of its time counts.
        return from.Done >= total
            ? to.Cpu.TotalNanoseconds / items
            : (to.Cpu - from.Cpu).TotalNanoseconds / (items * (double)(total - from.Done) / total);
    }
}
