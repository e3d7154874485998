using System.Text;
using Torghut.Trading.Decisions;
using Torghut.Trading.Json;

namespace Torghut.Trading.Advisory;

/// <summary>
/// What a model is told: numbers, times and words of closed sets. Texts that somebody outside could write (descriptions, messages of the broker, rationales
/// of models) have no way into it, nor have credentials or account numbers (OWASP LLM01, LLM02).
/// </summary>
internal static class ReviewContext
{
    private const int MaxWord = 64;

    /// <summary>What an answer must name: made from the decision, so that it fits no other.</summary>
    public static string Subject(DecisionRow row) =>
        $"{Digest.Of("review:" + row.DecisionHash)[..16]}:{Word(row.Symbol)}:{Word(row.Action)}";

    public static JsonMap Make(AdvisoryRequest request, PolicyBounds bounds, string mode, string promptVersion, IReadOnlyList<JsonMap> recent)
    {
        var (draft, order, input) = (request.Decision.Draft, request.Order, request.Input);
        return new JsonMap
        {
            ["subject"] = Subject(request.Decision.Row),
            ["mode"] = mode,
            ["prompt_version"] = promptVersion,
            ["decision"] = new JsonMap
            {
                ["symbol"] = Word(order.Symbol),
                ["side"] = order.Side,
                ["qty"] = order.Qty,
                ["order_type"] = order.Kind,
                ["limit_price"] = order.LimitPrice,
                ["strategy"] = Word(draft.Strategy.Name),
                ["strategy_type"] = Word(draft.Strategy.Plugin.Type),
                ["timeframe"] = Word(draft.Intent.Timeframe),
                ["conditions"] = draft.Rationale.Take(16).Select(Word).ToList(),
                ["signal_time"] = draft.Intent.EventTs,
                ["market_time"] = draft.MarketTime,
            },
            ["features"] = draft.Signal.Features.ToMap(),
            ["market"] = new JsonMap
            {
                ["price"] = input.Market.Price,
                ["price_recent"] = input.Market.Others.Recent,
                ["price_previous_close"] = input.Market.Others.PreviousClose,
                ["price_broker_quote"] = input.Market.Others.Quote,
                ["price_broker_trade"] = input.Market.Others.Trade,
                ["recent_volume"] = input.Market.RecentVolume,
                ["signal_age_seconds"] = input.Market.SignalAge,
            },
            ["portfolio"] = new JsonMap
            {
                ["equity"] = input.Account?.Equity,
                ["buying_power"] = input.Account?.BuyingPower,
                ["daily_loss"] = input.Account?.DailyLoss,
                ["position_qty"] = input.Portfolio.PositionQty,
                ["pending_buy_qty"] = input.Portfolio.PendingBuyQty,
                ["pending_sell_qty"] = input.Portfolio.PendingSellQty,
                ["other_gross"] = input.Portfolio.OtherGross,
                ["other_positions"] = input.Portfolio.OtherPositions,
            },
            ["policy"] = new JsonMap
            {
                ["adjustment_allowed"] = bounds.AdjustmentAllowed,
                ["min_qty"] = order.Qty * bounds.MinQtyMultiplier,
                ["max_qty"] = order.Qty * bounds.MaxQtyMultiplier,
                ["order_types"] = bounds.OrderKinds.Select(kind => (object)kind).ToList(),
                ["min_confidence"] = bounds.MinConfidence,
            },
            ["recent_decisions"] = recent,
        };
    }

    /// <summary>A name as it is, if it is a plain word; otherwise a word made from it: a catalogue is written by hands that are not trusted.</summary>
    public static string Word(string text)
    {
        var plain = text.Length is > 0 and <= MaxWord && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or '/' or ':');
        return plain ? text : "x" + Digest.Of(Encoding.UTF8.GetBytes(text))[..12];
    }
}
