namespace Torghut.Trading.Advisory;

/// <summary>
/// The form of an answer, as it is sent: every property is required and none beside them is allowed, which is what providers call strict; what is optional
/// may be null. <see cref="AnswerParser"/> checks the same whatever the provider promised.
/// </summary>
internal static class AnswerSchema
{
    public const int MaxRationale = 280;

    /// <summary>The risks that a model may name; the list is closed.</summary>
    public static IReadOnlyList<string> RiskFlags { get; } =
    [
        "stale_data", "wide_spread", "low_liquidity", "high_volatility", "concentration", "against_trend", "event_risk", "data_conflict", "size", "other",
    ];

    public static string Text { get; } =
        $$"""
        {"type":"object","additionalProperties":false,
         "required":["subject","verdict","confidence","adjusted_qty","adjusted_order_type","limit_price","rationale","risk_flags"],
         "properties":{
          "subject":{"type":"string"},
          "verdict":{"type":"string","enum":["approve","veto","adjust","abstain","escalate"]},
          "confidence":{"type":"number"},
          "adjusted_qty":{"type":["number","null"]},
          "adjusted_order_type":{"type":["string","null"],"enum":["market","limit",null]},
          "limit_price":{"type":["number","null"]},
          "rationale":{"type":"string"},
          "risk_flags":{"type":"array","items":{"type":"string","enum":["{{string.Join("\",\"", RiskFlags)}}"] } } } }
        """;
}
