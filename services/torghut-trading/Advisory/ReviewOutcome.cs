namespace Torghut.Trading.Advisory;

/// <summary>
/// How a review ended. The list is closed: every end is one of these, with its code (<see cref="ReviewOutcomes.Code"/>), and none but <see cref="Ok"/> carries
/// a verdict. Codes are persisted and counted, so members are only ever added.
/// </summary>
internal enum ReviewOutcome
{
    /// <summary>An answer to what was asked, complete and in its form.</summary>
    Ok,

    /// <summary>The model says that it will not answer.</summary>
    Refusal,

    ContentFilter,

    /// <summary>The answer's tokens ended before it, perhaps in hidden reasoning.</summary>
    Truncated,

    Empty,
    NotJson,
    TrailingData,
    DuplicateKey,
    UnknownField,
    MissingField,
    WrongType,

    /// <summary>A value outside of its range or list.</summary>
    OutOfRange,

    NonFinite,
    Oversized,

    /// <summary>An answer to something else.</summary>
    WrongSubject,

    /// <summary>The time of the tick ended first, or the queue of shadow reviews was full.</summary>
    Late,

    Timeout,
    Http4xx,
    Http401,
    Http429,
    Http5xx,

    /// <summary>No connection, or one that broke in the middle of the answer.</summary>
    Connection,

    BudgetExhausted,
    CircuitOpen,
    PromptMissing,
}
