using System.Text.Json;

namespace Torghut.Alpaca.Trading;

/// <summary>Reads the account field by field: one that is not understood is named and hides none of the others.</summary>
internal static class AccountJson
{
    /// <exception cref="FormatException">It is no JSON object.</exception>
    public static AlpacaAccount Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("An account was expected.");
        }

        var unread = new SortedSet<string>(StringComparer.Ordinal);
        var status = Text("status");
        return new AlpacaAccount
        {
            Id = Text("id"),
            AccountNumber = Text("account_number"),
            Status = EnumNames<AccountStatus>.Parse(status),
            StatusText = status,
            Currency = Field("currency", () => json.Text("currency")) ?? "USD",
            Cash = Required("cash"),
            BuyingPower = Required("buying_power"),
            Equity = Required("equity"),
            LastEquity = Number("last_equity"),
            PortfolioValue = Number("portfolio_value"),
            RegtBuyingPower = Number("regt_buying_power"),
            DaytradingBuyingPower = Number("daytrading_buying_power"),
            NonMarginableBuyingPower = Number("non_marginable_buying_power"),
            LongMarketValue = Number("long_market_value"),
            ShortMarketValue = Number("short_market_value"),
            InitialMargin = Number("initial_margin"),
            MaintenanceMargin = Number("maintenance_margin"),
            Multiplier = Number("multiplier"),
            TradingBlocked = Flag("trading_blocked"),
            TransfersBlocked = Flag("transfers_blocked"),
            AccountBlocked = Flag("account_blocked"),
            TradeSuspendedByUser = Flag("trade_suspended_by_user"),
            ShortingEnabled = Flag("shorting_enabled"),
            PatternDayTrader = json.OptionalFlag("pattern_day_trader"),
            DaytradeCount = json.Integer("daytrade_count"),
            CreatedAt = json.Time("created_at"),
            RawJson = json.GetRawText(),
            UnreadFields = unread,
        };

        T? Field<T>(string name, Func<T?> read)
        {
            try
            {
                return read();
            }
            catch (Exception problem) when (ItemJson.IsMisunderstanding(problem))
            {
                unread.Add(name);
                return default;
            }
        }

        string Text(string name) => Field(name, () => json.RequiredText(name)) ?? "";

        decimal Required(string name) => Field(name, () => (decimal?)json.RequiredDecimal(name)) ?? 0;

        decimal? Number(string name) => OfKind(name, () => json.Decimal(name), JsonValueKind.Number, JsonValueKind.String);

        bool Flag(string name) => OfKind(name, () => json.OptionalFlag(name), JsonValueKind.True, JsonValueKind.False) ?? false;

        T? OfKind<T>(string name, Func<T?> read, JsonValueKind one, JsonValueKind other) => Field(
            name,
            () => json.TryGetProperty(name, out var field) && field.ValueKind is not JsonValueKind.Null && field.ValueKind != one && field.ValueKind != other
                ? throw new FormatException(name)
                : read());
    }
}
