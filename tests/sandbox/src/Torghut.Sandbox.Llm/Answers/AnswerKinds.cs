namespace Torghut.Sandbox.Llm.Answers;

/// <summary>What a request can be answered with; the README says what each does.</summary>
internal static class AnswerKinds
{
    public const string Review = "review";
    public const string Approve = "approve";
    public const string Veto = "veto";
    public const string Adjust = "adjust";
    public const string Abstain = "abstain";
    public const string Escalate = "escalate";
    public const string Slow = "slow";
    public const string Hang = "hang";
    public const string Garbage = "garbage";
    public const string Prose = "prose";
    public const string Oversized = "oversized";
    public const string Cut = "cut";
    public const string Reset = "reset";
    public const string WrongSchema = "wrong_schema";
    public const string WrongSubject = "wrong_subject";
    public const string Injection = "injection";
    public const string Reasoning = "reasoning";
    public const string Empty = "empty";
    public const string Refusal = "refusal";
    public const string ContentFilter = "content_filter";
    public const string OtherParameters = "other_parameters";
    public const string Http400 = "http_400";
    public const string Http401 = "http_401";
    public const string Http429 = "http_429";
    public const string Http500 = "http_500";

    public static IReadOnlyList<string> All { get; } =
    [
        Review, Approve, Veto, Adjust, Abstain, Escalate, Slow, Hang, Garbage, Prose, Oversized, Cut, Reset, WrongSchema, WrongSubject, Injection, Reasoning,
        Empty, Refusal, ContentFilter, OtherParameters, Http400, Http401, Http429, Http500,
    ];
}
