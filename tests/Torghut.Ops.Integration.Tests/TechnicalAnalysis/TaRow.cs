namespace Torghut.Ops.Integration.Tests.TechnicalAnalysis;

/// <summary>A row of a derived table.</summary>
/// <param name="Second">Start of its window, epoch seconds.</param>
/// <param name="Copy">The how-manieth row of that key; the last counts.</param>
/// <param name="Values">The table's own columns; NaN for NULL.</param>
internal sealed record TaRow(string Symbol, long Second, int Copy, double[] Values);
