using System.Text.Json;
using Torghut.Trading.Json;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Tests.Risk;

/// <summary>What is persisted of a verdict: a name that is lost or stands beside another's value makes the row say what was not so.</summary>
public sealed class RiskAuditTests
{
    private static readonly RiskInput Input = RiskInputs.Good with
    {
        Switches = RiskInputs.Good.Switches with { EntriesBlockedByUnknown = true },
        Strategy = RiskInputs.Good.Strategy with { MaxNotional = 5_000, MaxPositionPct = 0.1m, Cooldown = TimeSpan.FromSeconds(30) },
        Market = RiskInputs.Good.Market with
        {
            Others = new OtherPrices(101, 102, 103, 104) { Streamed = 105, Average = 106 },
        },
        Account = new AccountView(100_000, 200_000, 300, true),
        Portfolio = new PortfolioView(1, 2, 3, 4, 5, 6, 7),
        Throttle = new ThrottleView(TimeSpan.FromSeconds(9), 8, true),
        Limits = new RiskLimits
        {
            MaxNotional = 1,
            MinNotional = 2,
            MaxPositionPct = 3,
            MaxSymbolExposure = 4,
            MaxGrossExposure = 5,
            MaxNetExposure = 6,
            MaxPositions = 7,
            AllowShorts = true,
            Cooldown = TimeSpan.FromSeconds(8),
            MinQty = 9,
            MaxParticipation = 10,
            PriceCollar = 11,
            MaxPriceDeviation = 12,
            MaxShares = 13,
            MaxOrdersPerMinute = 14,
            DailyLossLimit = 15,
            MaxSignalAge = TimeSpan.FromSeconds(16),
        },
    };

    [TestCase("approved", "false")]
    [TestCase("reasons", """["missing_price","advisory_veto"]""")]
    [TestCase("opening_qty", "\"7\"")]
    [TestCase("advisory", "\"not_asked\"")]
    [TestCase("switches",
        """
        {"emergency_stop":false,"external_orders":false,"kill_switch_enabled":false,"live_enabled":false,"mode":"paper","reconciled":true,"state":"active",
        "trading_enabled":true,"unknown_orders":true}
        """)]
    [TestCase("strategy",
        """{"cooldown":"30","enabled":true,"max_notional":"5000","max_position_pct":"0.1","suspended":false,"symbol_allowed":true}""")]
    [TestCase("market",
        """
        {"is_open":true,"price":"100","price_average":"106","price_broker_quote":"103","price_broker_trade":"104","price_previous_close":"102",
        "price_recent":"101","price_streamed":"105","recent_volume":"10000","shortable":true,"signal_age":"1","tradable":true}
        """)]
    [TestCase("account", """{"blocked":true,"buying_power":"200000","daily_loss":"300","equity":"100000"}""")]
    [TestCase("portfolio",
        """
        {"other_gross":"4","other_net_long":"5","other_net_short":"6","other_positions":7,"pending_buy_qty":"2","pending_sell_qty":"3","position_qty":"1"}
        """)]
    [TestCase("throttle", """{"duplicate":true,"orders_last_minute":8,"since_last_entry":"9"}""")]
    [TestCase("limits",
        """
        {"allow_shorts":true,"cooldown":"8","daily_loss_limit":"15","max_gross_exposure":"5","max_net_exposure":"6","max_notional":"1",
        "max_orders_per_minute":14,"max_participation":"10","max_position_pct":"3","max_positions":7,"max_price_deviation":"12","max_shares":"13",
        "max_signal_age":"16","max_symbol_exposure":"4","min_notional":"2","min_qty":"9","price_collar":"11"}
        """)]
    public void ToMap_EveryPart_HasItsFieldsUnderTheirNames(string part, string expected)
    {
        var verdict = new RiskVerdict([RiskReason.MissingPrice, RiskReason.AdvisoryVeto], 7);
        using var written = JsonDocument.Parse(CanonicalJson.SerializeToUtf8(RiskAudit.ToMap(Input, verdict, RiskAudit.NotAsked)));
        Assert.That(written.RootElement.EnumerateObject().Count(), Is.EqualTo(11));
        Assert.That(written.RootElement.GetProperty(part).GetRawText(), Is.EqualTo(expected.ReplaceLineEndings("")));
    }

    [Test]
    public void ToMap_AccountIsNotKnown_IsNull() =>
        Assert.That(RiskAudit.ToMap(Input with { Account = null }, new RiskVerdict([], 0), RiskAudit.NotAsked)["account"], Is.Null);
}
