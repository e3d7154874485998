namespace Torghut.Trading.Backtest;

/// <summary>Recorded quotes and trades in the order of time; without any, orders that wait for them do not fill.</summary>
internal abstract class TickFeed : IDisposable
{
    /// <summary>What takes a tick.</summary>
    public delegate void Take(in MarketTick tick);

    /// <summary>Whether there are any.</summary>
    public abstract bool HasTicks { get; }

    /// <summary>Passes on what is at or before an instant, nanoseconds since the Unix epoch.</summary>
    public abstract void ReadTo(long at, Take take);

    public abstract void Dispose();
}
