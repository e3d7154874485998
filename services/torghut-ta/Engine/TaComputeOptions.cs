using Torghut.Common.Configuration;
using Torghut.Contracts.Conditions;

namespace Torghut.Ta.Engine;

/// <summary>Event time, rules and commits.</summary>
internal sealed class TaComputeOptions : IValidatableOptions
{
    [ConfigurationKey("TA_CHECKPOINT_INTERVAL_MS", "How often outputs, offsets and state are committed.", Min = 10, Max = 60_000)]
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    [ConfigurationKey("TA_MAX_OUT_OF_ORDER_MS", "How far an event may be behind the newest of its partition and still count.", Min = 0, Max = 60_000)]
    public TimeSpan MaxOutOfOrder { get; set; } = EngineOptions.Default.MaxOutOfOrder;

    [ConfigurationKey("TA_MAX_FUTURE_MS", "An event further ahead of its own receipt than this is refused and dead-lettered.", Min = 0, Max = 60_000)]
    public TimeSpan MaxFuture { get; set; } = EngineOptions.Default.MaxFuture;

    [ConfigurationKey("TA_WATERMARK_IDLE_TIMEOUT_MS", "A partition read to its end and silent for this long stops holding records back.", Min = 100,
        Max = 3_600_000)]
    public TimeSpan WatermarkIdleTimeout { get; set; } = TimeSpan.FromSeconds(30);

    [ConfigurationKey("TA_QUOTE_STALE_AFTER_MS", "Age at a window's end above which a quote is not joined.", Min = 0, Max = 3_600_000)]
    public TimeSpan QuoteStaleAfter { get; set; } = EngineOptions.Default.QuoteStaleAfter;

    [ConfigurationKey("TA_TRADE_CONDITIONS", "Which trades make a bar: the tapes' sale-condition rules, or every trade.")]
    public TradeConditionMode TradeConditions { get; set; } = EngineOptions.Default.Conditions;

    [ConfigurationKey("TA_DEDUP_HORIZON_MS", "How long after its window's end a trade id is remembered, in event time.", Min = 0, Max = 600_000)]
    public TimeSpan DedupHorizon { get; set; } = EngineOptions.Default.DedupHorizon;

    [ConfigurationKey("TA_VWAP_WINDOW_SECONDS", "Length of the trailing vwap.", Min = 1, Max = 3_600)]
    public TimeSpan VwapWindow { get; set; } = TimeSpan.FromSeconds(EngineOptions.Default.VwapWindowSeconds);

    [ConfigurationKey("TA_REALIZED_VOL_WINDOW", "Closes that realised volatility looks at.", Min = 2, Max = 3_600)]
    public int RealizedVolWindow { get; set; } = EngineOptions.Default.VolatilityWindow;

    [ConfigurationKey("TA_MAX_SYMBOLS", "Symbols that may have state in this process; beyond it new ones are dead-lettered and the known go on.", Min = 1,
        Max = 10_000_000)]
    public int MaxSymbols { get; set; } = 20_000;

    [ConfigurationKey("TA_ALIGNMENT_MS", "How far, in event time, one of trades and quotes is read ahead of the other.", Min = 5_000, Max = 600_000)]
    public TimeSpan WatermarkAlignment { get; set; } = TimeSpan.FromMinutes(2);

    public EngineOptions ToEngineOptions(string tradesTopic) => new()
    {
        MaxFuture = MaxFuture,
        MaxOutOfOrder = MaxOutOfOrder,
        DedupHorizon = DedupHorizon,
        QuoteStaleAfter = QuoteStaleAfter,
        Conditions = TradeConditions,
        VwapWindowSeconds = (int)VwapWindow.TotalSeconds,
        VolatilityWindow = RealizedVolWindow,
        QuoteSeconds = (int)Math.Ceiling((WatermarkAlignment + MaxOutOfOrder).TotalSeconds) + 2,
        TradesTopic = tradesTopic,
    };

    public IEnumerable<ConfigurationProblem> Validate()
    {
        if (WatermarkAlignment < MaxOutOfOrder * 2)
        {
            yield return new("TA_ALIGNMENT_MS", "at least twice TA_MAX_OUT_OF_ORDER_MS", $"{WatermarkAlignment.TotalMilliseconds:0}");
        }
    }
}
