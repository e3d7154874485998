using System.Text.Json;
using Torghut.Trading.Execution;

namespace Torghut.Trading.Advisory;

/// <summary>What has been read of an answer so far.</summary>
internal struct AnswerFields
{
    private const int Required = (1 << (int)AnswerField.Subject) | (1 << (int)AnswerField.Verdict) | (1 << (int)AnswerField.Confidence)
        | (1 << (int)AnswerField.Rationale) | (1 << (int)AnswerField.RiskFlags);

    private int _seen;

    public decimal? Confidence;
    public decimal? Qty;
    public decimal? LimitPrice;

    /// <summary>The property whose value follows.</summary>
    public AnswerField Current { get; private set; }

    /// <summary>Whether the object was closed: whatever follows is too much.</summary>
    public bool Ended { get; set; }

    public ReviewVerdict? Verdict { get; set; }

    public OrderKind? Kind { get; set; }

    public string? Rationale { get; set; }

    public IReadOnlyList<string>? RiskFlags { get; set; }

    /// <summary>Takes a property's name; returns what is wrong with it.</summary>
    public ReviewOutcome? Begin(ref Utf8JsonReader reader)
    {
        AnswerField? field = reader.ValueTextEquals("subject"u8) ? AnswerField.Subject
            : reader.ValueTextEquals("verdict"u8) ? AnswerField.Verdict
            : reader.ValueTextEquals("confidence"u8) ? AnswerField.Confidence
            : reader.ValueTextEquals("adjusted_qty"u8) ? AnswerField.AdjustedQty
            : reader.ValueTextEquals("adjusted_order_type"u8) ? AnswerField.AdjustedOrderType
            : reader.ValueTextEquals("limit_price"u8) ? AnswerField.LimitPrice
            : reader.ValueTextEquals("rationale"u8) ? AnswerField.Rationale
            : reader.ValueTextEquals("risk_flags"u8) ? AnswerField.RiskFlags : null;
        if (field is not { } known)
        {
            return ReviewOutcome.UnknownField;
        }

        var bit = 1 << (int)known;
        if ((_seen & bit) != 0)
        {
            return ReviewOutcome.DuplicateKey;
        }

        _seen |= bit;
        Current = known;
        return null;
    }

    /// <summary>The whole answer, once its object is closed.</summary>
    public readonly ParsedAnswer ToAnswer()
    {
        if ((_seen & Required) != Required || (Kind == OrderKind.Limit && LimitPrice is null)
            || (Verdict == ReviewVerdict.Adjust && Qty is null && Kind is null && LimitPrice is null))
        {
            return ReviewOutcome.MissingField;
        }

        return new ParsedAnswer(ReviewOutcome.Ok, new Advice(Verdict!.Value, Confidence!.Value, Qty, Kind, LimitPrice, Rationale!, RiskFlags!));
    }
}
