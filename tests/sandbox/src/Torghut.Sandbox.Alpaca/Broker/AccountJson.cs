using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Numbers;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>The account as the wire shows it.</summary>
internal static class AccountJson
{
    public static JsonObject Write(Account account, decimal reserved)
    {
        var equity = account.Equity;
        return new JsonObject
        {
            ["id"] = account.Id.ToString(),
            ["account_number"] = "PA0SANDBOX01",
            ["status"] = "ACTIVE",
            ["crypto_status"] = "INACTIVE",
            ["currency"] = "USD",
            ["cash"] = Amounts.Text(account.Cash),
            ["buying_power"] = Amounts.Text(account.BuyingPower(account.Multiplier, reserved)),
            ["regt_buying_power"] = Amounts.Text(account.BuyingPower(Math.Min(2, account.Multiplier), reserved)),
            ["daytrading_buying_power"] = Amounts.Text(account.BuyingPower(account.Multiplier, reserved)),
            ["options_buying_power"] = Amounts.Text(Math.Max(0, account.Cash - reserved)),
            ["non_marginable_buying_power"] = Amounts.Text(Math.Max(0, account.Cash - reserved)),
            ["bod_dtbp"] = 0,
            ["accrued_fees"] = "0",
            ["pending_transfer_in"] = "0",
            ["portfolio_value"] = Amounts.Text(equity),
            ["equity"] = Amounts.Text(equity),
            ["last_equity"] = Amounts.Text(account.StartEquity),
            ["long_market_value"] = Amounts.Text(account.LongValue),
            ["short_market_value"] = Amounts.Text(account.ShortValue),
            ["initial_margin"] = Amounts.Text(account.InitialMargin),
            ["maintenance_margin"] = Amounts.Text((account.LongValue - account.ShortValue) * 0.3m),
            ["last_maintenance_margin"] = "0",
            ["sma"] = "0",
            ["multiplier"] = Amounts.Text(account.Multiplier),
            ["pattern_day_trader"] = null,
            ["daytrade_count"] = null,
            ["trade_suspended_by_user"] = account.Configuration.SuspendTrade,
            ["trading_blocked"] = false,
            ["transfers_blocked"] = false,
            ["account_blocked"] = false,
            ["shorting_enabled"] = account.MayShort,
            ["created_at"] = "2024-01-02T15:04:05.678901Z",
            ["balance_asof"] = "2024-01-02",
        };
    }
}
