namespace Torghut.Trading.Advisory;

/// <summary>Time that the reviews of one tick have taken together; a tick decides one after the other.</summary>
internal sealed class ReviewBudget
{
    public TimeSpan Spent { get; private set; }

    public void Spend(TimeSpan elapsed) => Spent += elapsed;
}
