namespace Torghut.Trading.Advisory;

/// <summary>A case and what became of it.</summary>
/// <param name="Latency">How long the answer took; zero for a recorded one.</param>
internal sealed record EvaluationSample(EvaluationCase Case, ReadReply Read, GuardedOrder Guarded, TimeSpan Latency)
{
    /// <summary>Whether there is a verdict, and of the model that is evaluated: no answer, or another model's, says nothing of it.</summary>
    public bool IsAnswered => Read.Advice is not null && !IsOfAnotherModel;

    /// <summary>Whether the answer names another model than the locked one.</summary>
    public bool IsOfAnotherModel => Guarded.Reasons.Contains(GuardReasons.ModelMismatch);

    /// <summary>What the answer asks for, whatever the policy makes of it.</summary>
    public bool Approves => Read.Advice?.Verdict is ReviewVerdict.Approve or ReviewVerdict.Adjust;

    /// <summary>Whether the verdict is the label's; abstain and escalate are neither.</summary>
    public bool? IsRight => !IsAnswered ? null : Read.Advice?.Verdict switch
    {
        ReviewVerdict.Approve or ReviewVerdict.Adjust => !Case.MustNotApprove,
        ReviewVerdict.Veto => Case.MustNotApprove,
        _ => null,
    };
}
