using Torghut.Common.Configuration;

namespace Torghut.Ws.TradeUpdates;

/// <summary>The account's order events.</summary>
internal sealed class TradeUpdatesOptions
{
    [ConfigurationKey("ENABLE_TRADE_UPDATES", "Whether order events are forwarded.")]
    public bool Enabled { get; set; }

    [ConfigurationKey("ALPACA_TRADE_STREAM_URL", "Full address of the trade-updates stream.", Schemes = "wss,ws")]
    public Uri StreamUrl { get; set; } = new("wss://paper-api.alpaca.markets/stream");

    [ConfigurationKey("TORGHUT_ACCOUNT_LABEL", "Name of the account in every order event.")]
    public string AccountLabel { get; set; } = "paper";
}
