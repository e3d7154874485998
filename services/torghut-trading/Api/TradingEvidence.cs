namespace Torghut.Trading.Api;

/// <summary>What happened in a window.</summary>
internal sealed record TradingEvidence
{
    /// <summary>When signals were last read; null when none were.</summary>
    public DateTimeOffset? LastSignalReadAt { get; init; }
    public long Decisions { get; init; }
    public long RejectedByRisk { get; init; }
    public long RejectedByBroker { get; init; }

    /// <summary>Own orders with a fill.</summary>
    public long Trades { get; init; }
    public long SuspendedStrategies { get; init; }

    /// <summary>Attempts at a review.</summary>
    public long Reviews { get; init; }

    /// <summary>Those of them that were answered in the form asked for, of those that were answered at all.</summary>
    public long ReviewsOk { get; init; }
    public long ReviewsAnswered { get; init; }

    /// <summary>Those made while the posture broke the policy.</summary>
    public long ReviewsInViolation { get; init; }
}
