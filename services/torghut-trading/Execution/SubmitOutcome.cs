namespace Torghut.Trading.Execution;

/// <summary>How sending an order ended.</summary>
internal abstract record SubmitOutcome
{
    private SubmitOutcome()
    {
    }

    /// <summary>Word in metrics.</summary>
    public abstract string Status { get; }

    /// <summary>The broker has the order.</summary>
    internal sealed record Accepted(BrokerOrder Order) : SubmitOutcome
    {
        public override string Status => "accepted";
    }

    /// <summary>The broker said no, for good.</summary>
    internal sealed record Refused(string Code, string Message) : SubmitOutcome
    {
        public override string Status => "refused";
    }

    /// <summary>Known not to have been accepted; may be sent again under the same id, not before the given machine time.</summary>
    /// <param name="Reason">Stable word.</param>
    /// <param name="RetryAt">When it may be sent again; null when not reported.</param>
    /// <param name="MayGoElsewhere">Whether the way was at fault, so that another adapter may take the order.</param>
    internal sealed record NotAccepted(string Reason, DateTimeOffset? RetryAt, bool MayGoElsewhere = false) : SubmitOutcome
    {
        public override string Status => "not_accepted";
    }

    /// <summary>The request may have been accepted.</summary>
    internal sealed record Unknown(string Reason) : SubmitOutcome
    {
        public override string Status => "unknown";
    }

    /// <summary>An order with this id exists already; it has to be looked up.</summary>
    internal sealed record Duplicate(string Reason) : SubmitOutcome
    {
        public override string Status => "duplicate";
    }
}
