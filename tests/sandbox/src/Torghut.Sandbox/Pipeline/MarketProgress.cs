namespace Torghut.Sandbox.Pipeline;

/// <summary>How far the simulator's source has come.</summary>
/// <param name="UnsentTrades">Trades that went to no connection.</param>
internal sealed record MarketProgress(
    string Source, DateTimeOffset? MarketTime, long Trades, long UnsentTrades, long Quotes, long Bars, long? Total, bool Finished);
