namespace Torghut.Trading.Backtest;

/// <summary>No recorded ticks.</summary>
internal sealed class NoTickFeed : TickFeed
{
    public override bool HasTicks => false;

    public override string Digest => "";

    public override void ReadTo(long at, Take take)
    {
    }

    public override void Dispose()
    {
    }
}
