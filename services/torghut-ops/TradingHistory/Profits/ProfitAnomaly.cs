namespace Torghut.Ops.TradingHistory.Profits;

/// <summary>Something in the fills that a profit alone would hide.</summary>
/// <param name="Code">One of <see cref="ProfitAnomalies"/>.</param>
/// <param name="At">When it was; before the range where it moves the profit of the range all the same.</param>
/// <param name="Order">Id of the execution row; null where it is about several.</param>
/// <param name="Qty">Shares that it is about.</param>
/// <param name="Text">What was seen, in a sentence.</param>
internal sealed record ProfitAnomaly(string Code, DateTimeOffset At, Guid? Order, string? Strategy, string Symbol, decimal Qty, string Text);
