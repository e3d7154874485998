using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Simulation;

/// <summary>
/// Market time of the simulated broker: this machine's, or, in a replay, a time that stands still during a tick and moves on by one step when the tick
/// has read everything up to it. The steps are remembered, so that a replay that was interrupted goes on with the step it was in.
/// </summary>
internal sealed class SimulationClock(BrokerOptions options, SwitchOptions switches, CursorStore cursors, TimeProvider time)
{
    private const string CursorSource = "replay";

    private DateTimeOffset? _replayed;

    public bool IsReplay => options is { Adapter: ExecutionAdapter.Simulation, ReplayFrom: not null };

    /// <summary>Whether a replay has reached its end.</summary>
    public bool IsOver => IsReplay && _replayed >= options.ReplayTo;

    public async ValueTask<MarketClock> ReadAsync(CancellationToken cancellationToken)
    {
        var now = IsReplay ? await ReplayedAsync(cancellationToken) : time.GetUtcNow();
        var always = options.SimulationHours == SimulationHours.Always;
        var clock = always ? new MarketClock(now, true, now, now + TimeSpan.FromDays(1)) : MarketSessions.ClockAt(now);
        return clock with { StandsStill = IsReplay };
    }

    /// <summary>Orders of a day end with its session; null where sessions never end.</summary>
    public DateTimeOffset? LastClose(MarketClock clock) => options.SimulationHours == SimulationHours.Always ? null : MarketSessions.LastClose(clock.Now);

    /// <summary>Moves a replay on by one step; returns whether there is more to replay. Does nothing otherwise.</summary>
    public async Task<bool> AdvanceAsync(CancellationToken cancellationToken)
    {
        if (!IsReplay || IsOver)
        {
            return false;
        }

        var next = await ReplayedAsync(cancellationToken) + options.ReplayStep;
        if (next > options.ReplayTo)
        {
            next = options.ReplayTo!.Value;
        }

        await cursors.AdvanceAsync(switches.AccountLabel, CursorSource, new SignalPosition(next, "", 0), cancellationToken);
        _replayed = next;
        return !IsOver;
    }

    private async ValueTask<DateTimeOffset> ReplayedAsync(CancellationToken cancellationToken) =>
        _replayed ??= await cursors.LoadAsync(switches.AccountLabel, CursorSource, cancellationToken) is { } reached ? reached.EventTs
        : options.ReplayFrom!.Value;
}
