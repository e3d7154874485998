using System.Globalization;
using System.Text;
using System.Text.Json;
using Torghut.Trading.Execution;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Advisory;

/// <summary>A labelled case of the golden set, one line of JSON.</summary>
internal sealed record EvaluationCase
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    public required string Id { get; init; }

    /// <summary>The day of the market that it shows.</summary>
    public required DateOnly MarketDate { get; init; }

    /// <summary>The risk engine rejects the order, or people have said that it must not be sent.</summary>
    public required bool MustNotApprove { get; init; }

    public required PlannedOrder Order { get; init; }

    /// <summary>What the model is told, with its subject.</summary>
    public required string Context { get; init; }

    public required string Subject { get; init; }

    /// <summary>What the model is told that the symbol costs, USD; null where that is not said.</summary>
    public required decimal? ReferencePrice { get; init; }

    /// <summary>The answer as it was recorded; null when a provider is to be asked.</summary>
    public required ProviderReply? Reply { get; init; }

    /// <summary>Reads a golden set.</summary>
    /// <exception cref="FormatException">A line is no case; says which and why.</exception>
    public static IReadOnlyList<EvaluationCase> ReadAll(IEnumerable<string> lines)
    {
        var cases = new List<EvaluationCase>();
        foreach (var (line, number) in lines.Select((line, at) => (line, at + 1)).Where(pair => !string.IsNullOrWhiteSpace(pair.line)))
        {
            try
            {
                using var document = JsonDocument.Parse(line, Strict);
                cases.Add(Read(document.RootElement));
            }
            catch (Exception odd) when (odd is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                throw new FormatException($"line {number}: {odd.Message}", odd);
            }
        }

        return cases.Select(one => one.Id).Distinct(StringComparer.Ordinal).Count() == cases.Count
            ? cases
            : throw new FormatException("two cases have the same id");
    }

    private static EvaluationCase Read(JsonElement root)
    {
        var context = root.GetProperty("context");
        return new EvaluationCase
        {
            Id = root.GetProperty("id").GetString()!,
            MarketDate = DateOnly.ParseExact(root.GetProperty("market_date").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            MustNotApprove = root.GetProperty("label").GetString() switch
            {
                "must_not_approve" => true,
                "may_approve" => false,
                _ => throw new FormatException("label is must_not_approve or may_approve"),
            },
            Order = ReadOrder(root.GetProperty("order")),
            Context = context.GetRawText(),
            Subject = context.GetProperty("subject").GetString()!,
            ReferencePrice = context.TryGetProperty("market", out var market) ? Number(market.GetProperty("price")) : null,
            Reply = root.TryGetProperty("reply", out var reply)
                ? new ProviderReply(null, reply.GetProperty("status").GetInt32(), Encoding.UTF8.GetBytes(reply.GetProperty("body").GetString()!))
                : null,
        };
    }

    /// <summary>An order in the form that <see cref="PlannedOrder.ToMap"/> writes.</summary>
    public static PlannedOrder ReadOrder(JsonElement order) => new(
        order.GetProperty("symbol").GetString()!,
        order.GetProperty("side").GetString() == "buy" ? OrderSide.Buy : OrderSide.Sell,
        Number(order.GetProperty("qty"))!.Value,
        order.GetProperty("type").GetString() == "limit" ? OrderKind.Limit : OrderKind.Market,
        Number(order.GetProperty("limit_price")));

    /// <summary>A number, written as one or as text.</summary>
    public static decimal? Number(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => decimal.Parse(element.GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture),
        _ => element.GetDecimal(),
    };
}
