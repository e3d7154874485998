namespace Torghut.Failover.Tests;

/// <summary>How much a stage has done, and when that became more.</summary>
internal sealed class StageProgress
{
    private readonly List<TimeSpan> _moved = [];

    public double Count { get; private set; }

    /// <summary>A service that was started again counts from zero: what it has done since is more, and zero is not.</summary>
    public void Note(double count, TimeSpan at)
    {
        if (count != Count && count > 0)
        {
            _moved.Add(at);
        }

        Count = count;
    }

    /// <summary>How long after an instant it went on for the first time after its longest rest since <paramref name="fault"/>.</summary>
    public TimeSpan Recovery(TimeSpan fault, TimeSpan from, TimeSpan now)
    {
        var moved = _moved.Where(at => at >= fault).Prepend(fault).Append(now).ToList();
        var (_, end) = moved.Zip(moved.Skip(1)).MaxBy(pair => pair.Second - pair.First);
        return end > from ? end - from : TimeSpan.Zero;
    }
}
