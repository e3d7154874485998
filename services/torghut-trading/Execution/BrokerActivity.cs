namespace Torghut.Trading.Execution;

/// <summary>Something other than an execution that happened to the account. Money is USD, quantities are shares.</summary>
/// <param name="Id">The broker's id.</param>
/// <param name="Type">The broker's word.</param>
/// <param name="Status">The broker's word, when given.</param>
/// <param name="At">When it happened.</param>
/// <param name="Symbol">The symbol concerned, when there is one.</param>
/// <param name="Qty">As the broker gave it.</param>
/// <param name="NetAmount">As the broker gave it.</param>
/// <param name="RawJson">As received.</param>
internal sealed record BrokerActivity(
    string Id, string Type, string? Status, DateTimeOffset At, string? Symbol, decimal? Qty, decimal? NetAmount, string RawJson);
