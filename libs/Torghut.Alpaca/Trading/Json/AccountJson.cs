using System.Text.Json;

namespace Torghut.Alpaca.Trading;

internal static class AccountJson
{
    public static AlpacaAccount Read(JsonElement json)
    {
        var status = json.RequiredText("status");
        return new AlpacaAccount
        {
            Id = json.RequiredText("id"),
            AccountNumber = json.RequiredText("account_number"),
            Status = EnumNames<AccountStatus>.Parse(status),
            StatusText = status,
            Currency = json.Text("currency") ?? "USD",
            Cash = json.RequiredDecimal("cash"),
            BuyingPower = json.RequiredDecimal("buying_power"),
            Equity = json.RequiredDecimal("equity"),
            LastEquity = json.Decimal("last_equity"),
            PortfolioValue = json.Decimal("portfolio_value"),
            RegtBuyingPower = json.Decimal("regt_buying_power"),
            DaytradingBuyingPower = json.Decimal("daytrading_buying_power"),
            NonMarginableBuyingPower = json.Decimal("non_marginable_buying_power"),
            LongMarketValue = json.Decimal("long_market_value"),
            ShortMarketValue = json.Decimal("short_market_value"),
            InitialMargin = json.Decimal("initial_margin"),
            MaintenanceMargin = json.Decimal("maintenance_margin"),
            Multiplier = json.Decimal("multiplier"),
            TradingBlocked = json.Flag("trading_blocked"),
            TransfersBlocked = json.Flag("transfers_blocked"),
            AccountBlocked = json.Flag("account_blocked"),
            TradeSuspendedByUser = json.Flag("trade_suspended_by_user"),
            ShortingEnabled = json.Flag("shorting_enabled"),
            PatternDayTrader = json.OptionalFlag("pattern_day_trader"),
            DaytradeCount = json.Integer("daytrade_count"),
            CreatedAt = json.Time("created_at"),
        };
    }
}
