namespace Torghut.Trading.Advisory;

/// <summary>The codes of outcomes, and what they say of the provider.</summary>
internal static class ReviewOutcomes
{
    public static IReadOnlyList<ReviewOutcome> All { get; } = Enum.GetValues<ReviewOutcome>();

    /// <summary>The string that is persisted and counted.</summary>
    public static string Code(this ReviewOutcome outcome) => outcome switch
    {
        ReviewOutcome.Ok => "ok",
        ReviewOutcome.Refusal => "refusal",
        ReviewOutcome.ContentFilter => "content_filter",
        ReviewOutcome.Truncated => "truncated",
        ReviewOutcome.Empty => "empty",
        ReviewOutcome.NotJson => "not_json",
        ReviewOutcome.TrailingData => "trailing_data",
        ReviewOutcome.DuplicateKey => "duplicate_key",
        ReviewOutcome.UnknownField => "unknown_field",
        ReviewOutcome.MissingField => "missing_field",
        ReviewOutcome.WrongType => "wrong_type",
        ReviewOutcome.OutOfRange => "out_of_range",
        ReviewOutcome.NonFinite => "non_finite",
        ReviewOutcome.Oversized => "oversized",
        ReviewOutcome.WrongSubject => "wrong_subject",
        ReviewOutcome.Late => "late",
        ReviewOutcome.Timeout => "timeout",
        ReviewOutcome.Http4xx => "http_4xx",
        ReviewOutcome.Http401 => "http_401",
        ReviewOutcome.Http429 => "http_429",
        ReviewOutcome.Http5xx => "http_5xx",
        ReviewOutcome.Connection => "connection",
        ReviewOutcome.BudgetExhausted => "budget_exhausted",
        ReviewOutcome.CircuitOpen => "circuit_open",
        ReviewOutcome.PromptMissing => "prompt_missing",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An outcome without a code"),
    };

    /// <summary>The outcome of a code.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static ReviewOutcome Of(string code) =>
        All.Where(outcome => outcome.Code() == code).Cast<ReviewOutcome?>().FirstOrDefault() ?? throw new KeyNotFoundException(code);

    /// <summary>Whether the provider is not well. What it answers, 4xx other than 429 included, says nothing of its health.</summary>
    public static bool IsProviderFault(this ReviewOutcome outcome) =>
        outcome is ReviewOutcome.Timeout or ReviewOutcome.Http429 or ReviewOutcome.Http5xx or ReviewOutcome.Connection;

    /// <summary>Whether the request itself was refused, or cut off by us: no answer of the model came, and no fault of the provider was seen.</summary>
    public static bool SaysNothing(this ReviewOutcome outcome) => outcome is ReviewOutcome.Late or ReviewOutcome.Http4xx or ReviewOutcome.Http401;

    /// <summary>Whether an answer came that is not in the form that was asked for.</summary>
    public static bool IsParseFault(this ReviewOutcome outcome) => outcome is ReviewOutcome.NotJson or ReviewOutcome.TrailingData
        or ReviewOutcome.DuplicateKey or ReviewOutcome.UnknownField or ReviewOutcome.MissingField or ReviewOutcome.WrongType or ReviewOutcome.OutOfRange
        or ReviewOutcome.NonFinite or ReviewOutcome.Oversized or ReviewOutcome.WrongSubject;

    /// <summary>Whether nobody was asked.</summary>
    public static bool IsSkip(this ReviewOutcome outcome) =>
        outcome is ReviewOutcome.BudgetExhausted or ReviewOutcome.CircuitOpen or ReviewOutcome.PromptMissing;
}
