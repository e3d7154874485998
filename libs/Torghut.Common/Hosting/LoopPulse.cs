namespace Torghut.Common.Hosting;

/// <summary>A sign of life of a loop that makes blocking calls, see <see cref="LoopPulses"/>. Beaten by the loop, looked at by the watch.</summary>
public sealed class LoopPulse
{
    /// <summary>Longer than any call of a client is given, and shorter than a group keeps partitions for a member that does not poll.</summary>
    public static readonly TimeSpan StillFor = TimeSpan.FromSeconds(45);

    private long _beats;
    private volatile bool _resting = true;

    internal LoopPulse(string loop, TimeSpan limit) => (Loop, Limit) = (loop, limit);

    public string Loop { get; }

    /// <summary>How long the loop may take between two beats.</summary>
    public TimeSpan Limit { get; }

    /// <summary>Null while the loop is not to be watched.</summary>
    internal long? Beats => _resting ? null : Interlocked.Read(ref _beats);

    /// <summary>The loop is alive; it is watched from now on.</summary>
    public void Beat()
    {
        Interlocked.Increment(ref _beats);
        _resting = false;
    }

    /// <summary>The loop has ended or waits for something that may take any time; it is not watched until it beats again.</summary>
    public void Rest() => _resting = true;
}
