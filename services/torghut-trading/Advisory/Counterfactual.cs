namespace Torghut.Trading.Advisory;

/// <summary>One decision at one horizon: what the review was worth, USD.</summary>
/// <param name="Session">The day of New York.</param>
/// <param name="Difference">With the review less without it.</param>
internal readonly record struct Counterfactual(DateOnly Session, decimal Difference)
{
    /// <summary>What the position that the review changed has won or lost, at the price of the decision for both.</summary>
    public static decimal DifferenceOf(bool buys, decimal qtyWith, decimal qtyWithout, decimal reference, decimal mark) =>
        (qtyWith - qtyWithout) * (mark - reference) * (buys ? 1 : -1);
}
