namespace Torghut.Trading.Advisory;

/// <summary>What the reviews of one tick have taken and met together; a tick decides one after the other.</summary>
internal sealed class ReviewBudget
{
    /// <summary>Time.</summary>
    public TimeSpan Spent { get; private set; }

    /// <summary>Whether what is stored of reviews could not be reached in this tick.</summary>
    public bool LedgerFailed { get; private set; }

    public void FailLedger() => LedgerFailed = true;

    public void Spend(TimeSpan elapsed) => Spent += elapsed;
}
