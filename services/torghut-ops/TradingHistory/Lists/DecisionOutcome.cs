namespace Torghut.Ops.TradingHistory.Lists;

/// <summary>What became of a decision, as a chart marks it.</summary>
internal enum DecisionOutcome
{
    /// <summary>It may leave, is at the broker, or was there without a fill.</summary>
    Accepted,

    /// <summary>Stopped by the risk engine, a latch or the broker.</summary>
    Rejected,

    /// <summary>Stopped by the review.</summary>
    Vetoed,

    /// <summary>Too old to be sent, or it ran out at the broker.</summary>
    Expired,

    /// <summary>Not judged yet, or nobody knows what the broker made of it.</summary>
    Unknown,

    /// <summary>Shares changed hands, all or some.</summary>
    Filled,
}
