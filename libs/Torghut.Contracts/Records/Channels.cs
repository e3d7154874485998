namespace Torghut.Contracts.Records;

/// <summary>Values of <see cref="Envelope.Channel"/>; ingest channels have Alpaca's names.</summary>
public static class Channels
{
    public const string Trades = "trades";
    public const string Corrections = "corrections";
    public const string CancelErrors = "cancelErrors";
    public const string CorporateActions = "corporateActions";
    public const string Quotes = "quotes";
    public const string Bars = "bars";
    public const string UpdatedBars = "updatedBars";
    public const string TradeUpdates = "trade_updates";
    public const string Status = "status";
    public const string Microbars = "microbars";
    public const string Signals = "signals";
}
