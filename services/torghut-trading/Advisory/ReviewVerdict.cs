namespace Torghut.Trading.Advisory;

/// <summary>What a model says of a decision; abstain and escalate are no advice.</summary>
internal enum ReviewVerdict
{
    Approve,
    Veto,
    Adjust,
    Abstain,
    Escalate,
}
