namespace Torghut.Contracts.Conditions;

/// <summary>Which trades make a bar (<c>TA_TRADE_CONDITIONS</c>).</summary>
public enum TradeConditionMode
{
    /// <summary>The tapes' sale-condition rules, so that sixty microbars add up to Alpaca's minute bar.</summary>
    Sip,

    /// <summary>Every trade counts in every field.</summary>
    All,
}
