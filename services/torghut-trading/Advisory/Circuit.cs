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

    /// <summary>Whether a request may leave now, and the circuit afterwards: half open it lets one through, until that one ended or its time did.</summary>
    public (bool Admitted, Circuit Next) Admit(DateTimeOffset now, TimeSpan probe) => Status switch
    {
        CircuitStatus.Closed => (true, this),
        _ when now >= Until => (true, this with { Status = CircuitStatus.HalfOpen, Until = now + probe }),
        _ => (false, this),
    };

    /// <summary>The circuit after a request that was let through.</summary>
    public Circuit After(ReviewOutcome outcome, DateTimeOffset now, ProviderOptions options)
    {
        if (outcome.IsProviderFault())
        {
            var errors = Errors.Where(at => at > now - options.CircuitWindow).Append(now).TakeLast(options.CircuitMaxErrors).ToList();
            var opens = Status == CircuitStatus.HalfOpen || errors.Count >= options.CircuitMaxErrors;
            return Status == CircuitStatus.Open ? this
                : opens ? new Circuit(CircuitStatus.Open, errors, now + options.CircuitCooldown)
                : this with { Errors = errors };
        }

        // What is late was cut off by us: it says nothing, and another probe may decide.
        if (outcome == ReviewOutcome.Late)
        {
            return Status == CircuitStatus.HalfOpen ? this with { Status = CircuitStatus.Open, Until = now } : this;
        }

        return Status == CircuitStatus.HalfOpen ? Closed : this;
    }
}
