namespace Torghut.Testing;

/// <summary>
/// Time for calls that do not return: while one hangs, every look at the clock finds it later by a step, so that the limits of whoever waits pass at once.
/// Nothing else moves it but the machine's clock.
/// </summary>
public sealed class HungTime : TimeProvider, IDisposable
{
    /// <summary>As much as a guard counts of a turn at most, so that it waits for no part of it.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly ManualResetEventSlim _never = new();
    private long _leapt;
    private int _hung;

    public override long GetTimestamp() => base.GetTimestamp()
        + (Volatile.Read(ref _hung) > 0 ? Interlocked.Add(ref _leapt, (long)(Step.TotalSeconds * TimestampFrequency)) : Interlocked.Read(ref _leapt));

    /// <summary>A call that does not return before <see cref="Release"/>.</summary>
    public void Hang()
    {
        Interlocked.Increment(ref _hung);
        _never.Wait();
        Interlocked.Decrement(ref _hung);
    }

    /// <summary>Lets whatever hangs return.</summary>
    public void Release() => _never.Set();

    public void Dispose() => Release();
}
