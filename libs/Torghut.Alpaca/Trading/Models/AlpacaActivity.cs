namespace Torghut.Alpaca.Trading;

/// <summary>
/// Something other than an execution that happened to the account (docs.alpaca.markets/docs/account-activities): a fee, a dividend, a transfer, a split.
/// Money is US dollars, quantities are shares; a value the broker did not send is null.
/// </summary>
public sealed record AlpacaActivity
{
    /// <summary>A time in New York, <c>yyyyMMddHHmmssfff</c>, two colons and an id; also the token of the page that begins after it.</summary>
    public required string Id { get; init; }

    /// <summary>The broker's word, for example <c>DIV</c>.</summary>
    public required string ActivityType { get; init; }

    /// <summary>When it happened; null for most kinds, whose id and <see cref="Date"/> tell.</summary>
    public DateTimeOffset? TransactionTime { get; init; }

    /// <summary>The day it belongs to, <c>yyyy-MM-dd</c> in New York.</summary>
    public string? Date { get; init; }

    /// <summary>Dollars that the account gained, negative when it lost them.</summary>
    public decimal? NetAmount { get; init; }

    public string? Symbol { get; init; }

    /// <summary>Shares: of a dividend those that it was paid on, of anything else those that the account gained, negative when it lost them.</summary>
    public decimal? Qty { get; init; }

    /// <summary><c>executed</c>, <c>correct</c>, <c>canceled</c> or <c>pending</c>, when given.</summary>
    public string? Status { get; init; }

    public string? Description { get; init; }

    /// <summary>As received, JSON text.</summary>
    public required string RawJson { get; init; }
}
