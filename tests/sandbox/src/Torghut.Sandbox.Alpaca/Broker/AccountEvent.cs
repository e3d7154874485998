using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Numbers;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>
/// Something other than a trade that happens to the account: what kind, and what it does to cash and to a position. Read from the fault panel.
/// </summary>
internal sealed record AccountEvent
{
    private const decimal LargestRate = 1_000;

    public required string Type { get; init; }

    public string? Symbol { get; init; }

    /// <summary>Dollars the account gains, negative when it loses them; for a dividend per share of the position.</summary>
    public decimal Amount { get; init; }

    /// <summary>Shares after a split for each one before; 1 for everything else.</summary>
    public decimal Rate { get; init; } = 1;

    public string Description { get; init; } = string.Empty;

    public bool IsPerShare { get; init; }

    /// <exception cref="RefusedException">The kind is unknown, or a field that it needs is missing or out of range.</exception>
    public static AccountEvent Parse(JsonObject body)
    {
        var type = RequestFields.Text(body, "type") ?? string.Empty;
        if (!ActivityTypes.Exists(type) || type == Activity.Fill)
        {
            throw RefusedException.Malformed($"invalid activity type \"{type}\"");
        }

        var found = new AccountEvent
        {
            Type = type,
            Symbol = RequestFields.Text(body, "symbol"),
            Description = RequestFields.Text(body, "description") ?? string.Empty,
        };
        if (type == "SPLIT")
        {
            return found.Symbol is not null && Positive(body, "new_rate") is { } after && Positive(body, "old_rate") is { } before
                ? found with { Rate = after / before }
                : throw RefusedException.Malformed("a split needs symbol, new_rate and old_rate between 0 and 1000");
        }

        if (RequestFields.Number(body, "per_share_amount") is { } perShare)
        {
            return found.Symbol is null
                ? throw RefusedException.Malformed("an amount per share needs a symbol")
                : found with { Amount = perShare, IsPerShare = true };
        }

        var amount = RequestFields.Number(body, "net_amount") ?? throw RefusedException.Malformed("net_amount or per_share_amount is required");
        return (type, amount) is ("CSD", <= 0) or ("CSW", >= 0)
            ? throw RefusedException.Malformed("a deposit (CSD) must be positive, a withdrawal (CSW) negative")
            : found with { Amount = amount };
    }

    /// <summary>The position after the event.</summary>
    public Position Change(Position position) => Rate == 1 || position.Qty == 0
        ? position
        : new Position(Math.Round(position.Qty * Rate, 9), Math.Round(position.AveragePrice / Rate, 9));

    /// <summary>Dollars the account gains.</summary>
    public decimal NetAmount(Position position) => IsPerShare ? Math.Round(Amount * position.Qty, 2) : Amount;

    /// <summary>The fields of the activity that the event leaves.</summary>
    public JsonObject Describe(Position before, Position after)
    {
        var fields = new JsonObject
        {
            ["net_amount"] = Amounts.Text(NetAmount(before)),
            ["description"] = Description,
            ["status"] = "executed",
        };
        if (Symbol is not null)
        {
            fields["symbol"] = Symbol;
        }

        if (IsPerShare)
        {
            fields["qty"] = Amounts.Text(before.Qty);
            fields["per_share_amount"] = Amounts.Text(Amount);
        }

        if (Rate != 1)
        {
            fields["qty"] = Amounts.Text(after.Qty - before.Qty);
        }

        return fields;
    }

    private static decimal? Positive(JsonObject body, string key) => RequestFields.Number(body, key) is > 0 and <= LargestRate and var value ? value : null;
}
