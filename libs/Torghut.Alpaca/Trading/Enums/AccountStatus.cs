namespace Torghut.Alpaca.Trading;

/// <summary>State of an account; only <see cref="Active"/> may trade.</summary>
public enum AccountStatus
{
    Unknown,
    Onboarding,
    SubmissionFailed,
    Submitted,
    AccountUpdated,
    ApprovalPending,
    Active,
    Rejected,
    Disabled,
    AccountClosed,
}
