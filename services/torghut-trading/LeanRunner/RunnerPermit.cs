using Torghut.Alpaca;
using Torghut.Trading.Account;
using Torghut.Trading.Safety;

namespace Torghut.Trading.LeanRunner;

/// <summary>
/// The runner knows neither lease nor latch: its caller does, and looked at them when it asked. What the runner can know is that it stood still since, and then
/// it sends nothing.
/// </summary>
/// <param name="switches">Its own switches.</param>
/// <param name="receivedAt">Monotonic time at which the submission was received.</param>
/// <param name="time">Monotonic time.</param>
internal sealed class RunnerPermit(SwitchOptions switches, long receivedAt, TimeProvider time) : ISendPermit
{
    /// <summary>Longest time from the submission to the request it leads to: enough for a connection to be made, and less than an order may come after a
    /// stop.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(2);

    private bool _hasLeft;

    public ValueTask<bool> MayBeginAsync() => ValueTask.FromResult(IsAllowed());

    public bool MayLeave() => _hasLeft || IsAllowed();

    public void HasLeft() => _hasLeft = true;

    private bool IsAllowed() => PreTradeGate.SwitchedOff(switches) is null && time.GetElapsedTime(receivedAt) <= LongestHold;
}
