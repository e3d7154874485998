namespace Torghut.Trading.Advisory;

/// <summary>
/// The circuit of one endpoint: a value, and pure functions of it and the time. It is stored before a request leaves and after it ended, so that a restart
/// never shortens a cool-down.
/// </summary>
/// <param name="Status">Whether the endpoint is asked.</param>
/// <param name="Errors">When it failed, within the window.</param>
/// <param name="Until">When an open circuit lets a probe through, and by when a probe has ended or died.</param>
internal sealed record Circuit(CircuitStatus Status, IReadOnlyList<DateTimeOffset> Errors, DateTimeOffset? Until)
{
    public static Circuit Closed { get; } = new(CircuitStatus.Closed, [], null);

    /// <summary>Whether the endpoint is asked at a time: an open circuit whose cool-down is over lets the next request through as a probe.</summary>
    public CircuitStatus StatusAt(DateTimeOffset now) => Status == CircuitStatus.Open && now >= Until ? CircuitStatus.HalfOpen : Status;

    /// <summary>Whether a request may leave now, and the circuit afterwards: half open it lets one through, until that one ended or its time did.</summary>
    public (bool Admitted, Circuit Next) Admit(DateTimeOffset now, TimeSpan probe) => Status switch
    {
        CircuitStatus.Closed => (true, this),
        _ when now >= Until => (true, this with { Status = CircuitStatus.HalfOpen, Until = now + probe }),
        _ => (false, this),
    };

    /// <summary>The circuit after a request that was let through.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="waited">How long its answer was waited for.</param>
    /// <param name="now">When.</param>
    /// <param name="options">The limits.</param>
    public Circuit After(ReviewOutcome outcome, TimeSpan waited, DateTimeOffset now, ProviderOptions options)
    {
        if (outcome.IsProviderFault() || IsHang(outcome, waited, options))
        {
            var errors = Errors.Where(at => at > now - options.CircuitWindow).Append(now).TakeLast(options.CircuitMaxErrors).ToList();
            var opens = Status == CircuitStatus.HalfOpen || errors.Count >= options.CircuitMaxErrors;
            return Status == CircuitStatus.Open ? this
                : opens ? new Circuit(CircuitStatus.Open, errors, now + options.CircuitCooldown)
                : this with { Errors = errors };
        }

        // What was refused, or cut off by us soon after it was asked, says nothing, and another probe may decide.
        if (outcome.SaysNothing())
        {
            return Status == CircuitStatus.HalfOpen ? this with { Status = CircuitStatus.Open, Until = now } : this;
        }

        return Status == CircuitStatus.HalfOpen ? Closed : this;
    }

    /// <summary>
    /// A tick's budget that is no longer than a request's time-out always ends first: an endpoint that says nothing for most of what a request can get
    /// hangs, whoever gave up. Otherwise every tick would wait for it in vain, and no circuit would open.
    /// </summary>
    private static bool IsHang(ReviewOutcome outcome, TimeSpan waited, ProviderOptions options) =>
        outcome == ReviewOutcome.Late && waited * 2 >= (options.Timeout < options.TickBudget ? options.Timeout : options.TickBudget);
}
