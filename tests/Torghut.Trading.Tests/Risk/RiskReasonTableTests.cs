using Torghut.Trading.Account;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Tests.Risk;

/// <summary>Each reason below, at and above its limit. Every row gives the exact set of reasons, so nothing else may appear.</summary>
public sealed class RiskReasonTableTests
{
    private static RiskInput Good => RiskInputs.Good;

    [TestCaseSource(nameof(Cases))]
    public void Evaluate_Case_ExactReasons(RiskCase row) =>
        Assert.That(RiskEngine.Evaluate(row.Input).Reasons, Is.EqualTo(row.Reasons));

    [Test]
    public void Cases_EveryReason_HasRefusedAndApprovedNeighbour()
    {
        var covered = Cases().Select(data => (RiskCase)data.Arguments[0]!).ToList();
        var refused = covered.SelectMany(c => c.Reasons).ToHashSet();
        var neighbours = covered.Where(c => c.Reasons.Count == 0).SelectMany(c => c.About).ToHashSet();
        Assert.That(RiskReasons.All.Except(refused), Is.Empty, "reasons without a refused case");
        Assert.That(RiskReasons.All.Except(neighbours), Is.Empty, "reasons without an approved neighbour");
    }

    /// <summary>What has a number for a limit is tried below it, at it and above it, and the verdict changes in between.</summary>
    [Test]
    public void Cases_EveryLimit_BelowAtAndAbove()
    {
        var rows = Cases().Select(data => (RiskCase)data.Arguments[0]!).ToList();
        foreach (var reason in RiskReasons.All.Except(Switched))
        {
            foreach (var place in new[] { "below", "at", "above" })
            {
                Assert.That(
                    rows.Any(row => row.About.Contains(reason) && row.Name.StartsWith($"{RiskReasons.Code(reason)}: {place}", StringComparison.Ordinal)),
                    Is.True, $"{RiskReasons.Code(reason)} {place}");
            }
        }
    }

    /// <summary>A code without a name in the specification, or a name without a code, is a mistake in one of them.</summary>
    [Test]
    public void Codes_OfTheSpecification_AllExist() => Assert.That(Specified.Except(RiskReasons.All.Select(RiskReasons.Code)), Is.Empty);

    private static readonly string[] Specified =
    [
        "trading_disabled", "live_trading_disabled", "kill_switch_enabled", "strategy_disabled", "symbol_not_allowed", "missing_price", "stale_signal",
        "max_notional_exceeded", "min_notional_not_met", "insufficient_buying_power", "max_position_pct_exceeded", "max_gross_exposure_exceeded",
        "max_net_exposure_exceeded", "max_positions_exceeded", "shorts_not_allowed", "cooldown_active", "qty_below_min", "participation_exceeds_max",
        "price_collar_breached", "duplicate_decision", "order_rate_exceeded", "daily_loss_limit_exceeded", "market_closed", "asset_not_tradable",
        "account_blocked", "price_unconfirmed",
    ];

    /// <summary>Reasons that are on or off; every other one has a limit.</summary>
    private static readonly RiskReason[] Switched =
    [
        RiskReason.TradingDisabled, RiskReason.LiveTradingDisabled, RiskReason.KillSwitchEnabled, RiskReason.StrategyDisabled, RiskReason.SymbolNotAllowed,
        RiskReason.MissingPrice, RiskReason.DuplicateDecision, RiskReason.MarketClosed, RiskReason.AssetNotTradable, RiskReason.AccountBlocked,
        RiskReason.EmergencyStopActive, RiskReason.TradingHalted, RiskReason.ReducingOnly, RiskReason.AccountUnavailable, RiskReason.UnknownOrderOutstanding,
        RiskReason.ReconciliationUnfinished, RiskReason.ExternalOrderPresent, RiskReason.StrategySuspended, RiskReason.AdvisoryVeto,
    ];

    public static IEnumerable<TestCaseData> Cases() =>
        Switches().Concat(Market()).Concat(Throttle()).Concat(Size()).Concat(ExposureCaps()).Concat(Account())
            .Select(row => new TestCaseData(row).SetArgDisplayNames(row.Name));

    private static IEnumerable<RiskCase> Switches()
    {
        yield return Pass(RiskReason.TradingDisabled, "enabled", Good);
        yield return Fail(RiskReason.TradingDisabled, "disabled", Good with { Switches = Good.Switches with { TradingEnabled = false } });
        yield return Pass(RiskReason.LiveTradingDisabled, "live with its flag",
            Good with { Switches = Good.Switches with { Mode = TradingMode.Live, LiveEnabled = true } });
        yield return Fail(RiskReason.LiveTradingDisabled, "live without its flag", Good with { Switches = Good.Switches with { Mode = TradingMode.Live } });
        yield return Pass(RiskReason.KillSwitchEnabled, "off", Good);
        yield return Fail(RiskReason.KillSwitchEnabled, "on", Good with { Switches = Good.Switches with { KillSwitchEnabled = true } });
        yield return Fail(RiskReason.KillSwitchEnabled, "on, for exits too",
            (Good with { Switches = Good.Switches with { KillSwitchEnabled = true } }).Holding(10).Sell(10));
        yield return Pass(RiskReason.EmergencyStopActive, "not latched", Good);
        yield return Fail(RiskReason.EmergencyStopActive, "latched", Good with { Switches = Good.Switches with { EmergencyStopActive = true } });
        yield return Pass(RiskReason.TradingHalted, "active", Good);
        yield return Fail(RiskReason.TradingHalted, "halted", Good with { Switches = Good.Switches with { State = TradingState.Halted } });
        yield return Pass(RiskReason.ReducingOnly, "exit", (Good with { Switches = Good.Switches with { State = TradingState.Reducing } }).Holding(10)
            .Sell(10));
        yield return Fail(RiskReason.ReducingOnly, "entry", Good with { Switches = Good.Switches with { State = TradingState.Reducing } });
        yield return Fail(
            RiskReason.ReducingOnly,
            "one share past flat",
            (RiskInputs.WithLimits(l => l with { AllowShorts = true }) with { Switches = Good.Switches with { State = TradingState.Reducing } }).Holding(10)
                .Sell(11));
        yield return Pass(RiskReason.ReconciliationUnfinished, "finished", Good);
        yield return Fail(RiskReason.ReconciliationUnfinished, "unfinished", Good with { Switches = Good.Switches with { Reconciled = false } });
        yield return Pass(RiskReason.UnknownOrderOutstanding, "exit",
            (Good with { Switches = Good.Switches with { EntriesBlockedByUnknown = true } }).Holding(10).Sell(10));
        yield return Fail(RiskReason.UnknownOrderOutstanding, "entry", Good with { Switches = Good.Switches with { EntriesBlockedByUnknown = true } });
        yield return Pass(RiskReason.ExternalOrderPresent, "exit", (Good with { Switches = Good.Switches with { ExternalOrderPresent = true } }).Holding(10)
            .Sell(10));
        yield return Fail(RiskReason.ExternalOrderPresent, "entry", Good with { Switches = Good.Switches with { ExternalOrderPresent = true } });
        yield return Pass(RiskReason.StrategyDisabled, "enabled", Good);
        yield return Fail(RiskReason.StrategyDisabled, "disabled", Good with { Strategy = Good.Strategy with { Enabled = false } });
        yield return Pass(RiskReason.StrategySuspended, "exit", (Good with { Strategy = Good.Strategy with { Suspended = true } }).Holding(10).Sell(10));
        yield return Fail(RiskReason.StrategySuspended, "entry", Good with { Strategy = Good.Strategy with { Suspended = true } });
        yield return Pass(RiskReason.SymbolNotAllowed, "allowed", Good);
        yield return Pass(RiskReason.SymbolNotAllowed, "exit", (Good with { Strategy = Good.Strategy with { SymbolAllowed = false } }).Holding(10).Sell(10));
        yield return Fail(RiskReason.SymbolNotAllowed, "entry", Good with { Strategy = Good.Strategy with { SymbolAllowed = false } });
        yield return Pass(RiskReason.AdvisoryVeto, "none", Good);
        yield return Fail(RiskReason.AdvisoryVeto, "veto", Good with { Strategy = Good.Strategy with { AdvisoryVeto = true } });
    }

    private static IEnumerable<RiskCase> Market()
    {
        yield return Pass(RiskReason.MissingPrice, "known", Good);
        yield return Fail(RiskReason.MissingPrice, "unknown", Good with { Market = Good.Market with { Price = null } });
        yield return Fail(RiskReason.MissingPrice, "zero", Good with { Market = Good.Market with { Price = 0 } });
        var aged = (int seconds) => Good with { Market = Good.Market with { SignalAge = TimeSpan.FromSeconds(seconds) } };
        yield return Pass(RiskReason.StaleSignal, "below", aged(119));
        yield return Pass(RiskReason.StaleSignal, "at", aged(120));
        yield return Fail(RiskReason.StaleSignal, "above", aged(121));
        yield return Pass(RiskReason.MarketClosed, "open", Good);
        yield return Fail(RiskReason.MarketClosed, "closed", Good with { Market = Good.Market with { IsOpen = false } });
        yield return Pass(RiskReason.AssetNotTradable, "tradable", Good);
        yield return Fail(RiskReason.AssetNotTradable, "not tradable", Good with { Market = Good.Market with { Tradable = false } });
        yield return Pass(RiskReason.AssetNotTradable, "an exit: the broker says what it makes of it",
            (Good with { Market = Good.Market with { Tradable = false, Shortable = false } }).Holding(10).Sell(10));
        var shorting = RiskInputs.WithLimits(l => l with { AllowShorts = true }).Sell(10);
        yield return Fail(RiskReason.AssetNotTradable, "not shortable", shorting with { Market = Good.Market with { Shortable = false } });
        yield return Pass(RiskReason.ShortsNotAllowed, "allowed", shorting);
        yield return Pass(RiskReason.ShortsNotAllowed, "below: part of what is held", Good.Holding(10).Sell(9));
        yield return Pass(RiskReason.ShortsNotAllowed, "at: all that is held", Good.Holding(10).Sell(10));
        yield return Fail(RiskReason.ShortsNotAllowed, "above: one share more than held", Good.Holding(10).Sell(11));
        yield return Fail(RiskReason.ShortsNotAllowed, "held shares promised to another order",
            (Good with { Portfolio = Good.Portfolio with { PendingSellQty = 1 } }).Holding(10).Sell(10));
        var collar = (decimal limit) => RiskInputs.WithLimits(l => l with { PriceCollar = 0.05m }) with { Order = Good.Order with { LimitPrice = limit } };
        yield return Pass(RiskReason.PriceCollarBreached, "below", collar(104));
        yield return Pass(RiskReason.PriceCollarBreached, "at", collar(105));
        yield return Pass(RiskReason.PriceCollarBreached, "at the lower end", collar(95));
        yield return Fail(RiskReason.PriceCollarBreached, "above", collar(105.01m));
        yield return Fail(RiskReason.PriceCollarBreached, "outside, below", collar(94.99m));
    }

    private static IEnumerable<RiskCase> Throttle()
    {
        yield return Pass(RiskReason.DuplicateDecision, "new", Good);
        yield return Fail(RiskReason.DuplicateDecision, "known", Good with { Throttle = Good.Throttle with { Duplicate = true } });
        var rate = (int orders) =>
            RiskInputs.WithLimits(l => l with { MaxOrdersPerMinute = 3 }) with { Throttle = Good.Throttle with { OrdersLastMinute = orders } };
        yield return Pass(RiskReason.OrderRateExceeded, "below", rate(1));
        yield return Pass(RiskReason.OrderRateExceeded, "at, the last that fits", rate(2));
        yield return Fail(RiskReason.OrderRateExceeded, "above by one", rate(3));
        yield return Fail(RiskReason.OrderRateExceeded, "above", rate(4));
        yield return Pass(RiskReason.OrderRateExceeded, "an exit", rate(4).Holding(10).Sell(10));
        var cooling =
            (int since) => RiskInputs.WithLimits(l => l with { Cooldown = TimeSpan.FromSeconds(30) }) with
            {
                Throttle =
            Good.Throttle with { SinceLastEntry = TimeSpan.FromSeconds(since) }
            };
        yield return Fail(RiskReason.CooldownActive, "below", cooling(29));
        yield return Pass(RiskReason.CooldownActive, "at", cooling(30));
        yield return Pass(RiskReason.CooldownActive, "above", cooling(31));
        yield return Pass(RiskReason.CooldownActive, "exit", cooling(1).Holding(10).Sell(10));
        yield return Fail(RiskReason.CooldownActive, "longer one of the strategy",
            cooling(30) with { Strategy = Good.Strategy with { Cooldown = TimeSpan.FromSeconds(31) } });
        var loss = (decimal usd) => RiskInputs.WithLimits(l => l with { DailyLossLimit = 500 }) with { Account = Good.Account! with { DailyLoss = usd } };
        yield return Pass(RiskReason.DailyLossLimitExceeded, "below", loss(499.99m));
        yield return Fail(RiskReason.DailyLossLimitExceeded, "at", loss(500));
        yield return Fail(RiskReason.DailyLossLimitExceeded, "above", loss(500.01m));
        yield return Pass(RiskReason.DailyLossLimitExceeded, "exit", loss(600).Holding(10).Sell(10));
    }

    private static IEnumerable<RiskCase> Size()
    {
        var qty = (decimal shares) => RiskInputs.WithLimits(l => l with { MinQty = 2 }) with { Order = Good.Order with { Qty = shares } };
        yield return Fail(RiskReason.QtyBelowMin, "below", qty(1));
        yield return Pass(RiskReason.QtyBelowMin, "at", qty(2));
        yield return Pass(RiskReason.QtyBelowMin, "above", qty(3));
        yield return Pass(RiskReason.QtyBelowMin, "an exit of what is left", qty(1).Holding(0.5m).Sell(0.5m));
        yield return Fail(RiskReason.QtyBelowMin, "an exit of nothing", qty(1).Holding(0.5m).Sell(0));
        var part =
            (decimal volume) => RiskInputs.WithLimits(l => l with { MaxParticipation = 0.1m }) with { Market = Good.Market with { RecentVolume = volume } };
        yield return Pass(RiskReason.ParticipationExceedsMax, "below", part(101));
        yield return Pass(RiskReason.ParticipationExceedsMax, "at", part(100));
        yield return Fail(RiskReason.ParticipationExceedsMax, "above", part(99));
        yield return Fail(RiskReason.ParticipationExceedsMax, "volume unknown", part(0) with { Market = Good.Market with { RecentVolume = null } });
        yield return Pass(RiskReason.ParticipationExceedsMax, "an exit in a thin market", part(1).Holding(10).Sell(10));
        var shares = (decimal most) => RiskInputs.WithLimits(l => l with { MaxShares = most });
        yield return Pass(RiskReason.MaxSharesExceeded, "below", shares(11));
        yield return Pass(RiskReason.MaxSharesExceeded, "at", shares(10));
        yield return Fail(RiskReason.MaxSharesExceeded, "above", shares(9));
        var traded = (decimal? price) => RiskInputs.WithLimits(l => l with { MaxPriceDeviation = 0.05m }) with
        {
            Market = Good.Market with { Others = OtherPrices.None with { Trade = price } },
        };
        yield return Pass(RiskReason.PriceUnconfirmed, "below", traded(101));
        yield return Pass(RiskReason.PriceUnconfirmed, "at: five per cent of the trade", traded(80) with { Market = traded(80).Market with { Price = 84 } });
        yield return Fail(RiskReason.PriceUnconfirmed, "above", traded(106));
        yield return Fail(RiskReason.PriceUnconfirmed, "nobody says anything", traded(null));
        yield return Pass(RiskReason.MaxNotionalExceeded, "below", RiskInputs.WithLimits(l => l with { MaxNotional = 1_000.01m }));
        yield return Pass(RiskReason.MaxNotionalExceeded, "at", RiskInputs.WithLimits(l => l with { MaxNotional = 1_000 }));
        yield return Fail(RiskReason.MaxNotionalExceeded, "above", RiskInputs.WithLimits(l => l with { MaxNotional = 999.99m }));
        yield return Fail(RiskReason.MaxNotionalExceeded, "above the strategy's own",
            RiskInputs.WithLimits(l => l with { MaxNotional = 5_000 }) with { Strategy = Good.Strategy with { MaxNotional = 999 } });
        yield return Pass(RiskReason.MaxNotionalExceeded, "exit", RiskInputs.WithLimits(l => l with { MaxNotional = 1 }).Holding(10).Sell(10));
        yield return Fail(RiskReason.MaxNotionalExceeded, "short entry", RiskInputs.WithLimits(l => l with { MaxNotional = 999, AllowShorts = true }).Sell(10));
        yield return Pass(RiskReason.MinNotionalNotMet, "above", RiskInputs.WithLimits(l => l with { MinNotional = 999.99m }));
        yield return Pass(RiskReason.MinNotionalNotMet, "at", RiskInputs.WithLimits(l => l with { MinNotional = 1_000 }));
        yield return Fail(RiskReason.MinNotionalNotMet, "below", RiskInputs.WithLimits(l => l with { MinNotional = 1_000.01m }));
    }

    private static IEnumerable<RiskCase> ExposureCaps()
    {
        var loaded = Good with { Portfolio = new PortfolioView(5, 5, 0, 3_000, 2_000, -2_000, 2) };
        var capped = (Func<RiskLimits, RiskLimits> change) => loaded with { Limits = change(loaded.Limits) };
        yield return Pass(RiskReason.MaxSymbolExposureExceeded, "below", capped(l => l with { MaxSymbolExposure = 2_000.01m }));
        yield return Pass(RiskReason.MaxSymbolExposureExceeded, "at", capped(l => l with { MaxSymbolExposure = 2_000 }));
        yield return Fail(RiskReason.MaxSymbolExposureExceeded, "above", capped(l => l with { MaxSymbolExposure = 1_999.99m }));
        yield return Pass(RiskReason.MaxGrossExposureExceeded, "below", capped(l => l with { MaxGrossExposure = 5_000.01m }));
        yield return Pass(RiskReason.MaxGrossExposureExceeded, "at", capped(l => l with { MaxGrossExposure = 5_000 }));
        yield return Fail(RiskReason.MaxGrossExposureExceeded, "above", capped(l => l with { MaxGrossExposure = 4_999.99m }));
        yield return Pass(RiskReason.MaxNetExposureExceeded, "below", capped(l => l with { MaxNetExposure = 4_000.01m }));
        yield return Pass(RiskReason.MaxNetExposureExceeded, "at", capped(l => l with { MaxNetExposure = 4_000 }));
        yield return Fail(RiskReason.MaxNetExposureExceeded, "above", capped(l => l with { MaxNetExposure = 3_999.99m }));
        yield return Pass(RiskReason.MaxPositionsExceeded, "below", capped(l => l with { MaxPositions = 4 }));
        yield return Pass(RiskReason.MaxPositionsExceeded, "at", capped(l => l with { MaxPositions = 3 }));
        yield return Fail(RiskReason.MaxPositionsExceeded, "above", capped(l => l with { MaxPositions = 2 }));
        yield return Pass(RiskReason.AssetNotTradable, "an exit: the broker says what it makes of it",
            (Good with { Market = Good.Market with { Tradable = false, Shortable = false } }).Holding(10).Sell(10));
        var shorting = RiskInputs.WithLimits(l => l with { AllowShorts = true, MaxNetExposure = 999 }).Sell(10);
        yield return Fail(RiskReason.MaxNetExposureExceeded, "short entry", shorting);
        yield return Pass(RiskReason.MaxNetExposureExceeded, "cover",
            capped(l => l with { MaxNetExposure = 0 }) with { Portfolio = loaded.Portfolio with { PositionQty = -20, PendingBuyQty = 0 } });
    }

    private static IEnumerable<RiskCase> Account()
    {
        yield return Pass(RiskReason.AccountUnavailable, "known", Good);
        yield return Fail(RiskReason.AccountUnavailable, "unknown", Good with { Account = null });
        yield return Pass(RiskReason.AccountBlocked, "free", Good);
        yield return Fail(RiskReason.AccountBlocked, "blocked", Good with { Account = Good.Account! with { Blocked = true } });
        var power = (decimal usd) => Good with { Account = Good.Account! with { BuyingPower = usd } };
        yield return Pass(RiskReason.InsufficientBuyingPower, "above", power(1_000.01m));
        yield return Pass(RiskReason.InsufficientBuyingPower, "at", power(1_000));
        yield return Fail(RiskReason.InsufficientBuyingPower, "below", power(999.99m));
        yield return Pass(RiskReason.InsufficientBuyingPower, "exit", power(0).Holding(10).Sell(10));
        yield return Pass(RiskReason.MaxPositionPctExceeded, "below", RiskInputs.WithLimits(l => l with { MaxPositionPct = 0.0101m }));
        yield return Pass(RiskReason.MaxPositionPctExceeded, "at", RiskInputs.WithLimits(l => l with { MaxPositionPct = 0.01m }));
        yield return Fail(RiskReason.MaxPositionPctExceeded, "above", RiskInputs.WithLimits(l => l with { MaxPositionPct = 0.0099m }));
        yield return Fail(RiskReason.MaxPositionPctExceeded, "above the strategy's own",
            Good with { Strategy = Good.Strategy with { MaxPositionPct = 0.0099m } });
    }

    private static RiskCase Pass(RiskReason about, string name, RiskInput input) => new($"{RiskReasons.Code(about)}: {name}", input, [], [about]);

    private static RiskCase Fail(RiskReason reason, string name, RiskInput input) => new($"{RiskReasons.Code(reason)}: {name}", input, [reason], [reason]);

    public sealed record RiskCase
    {
        internal RiskCase(string name, RiskInput input, IReadOnlyList<RiskReason> reasons, IReadOnlyList<RiskReason> about)
        {
            Name = name;
            Input = input;
            Reasons = reasons;
            About = about;
        }

        public string Name { get; }

        internal RiskInput Input { get; }

        internal IReadOnlyList<RiskReason> Reasons { get; }

        internal IReadOnlyList<RiskReason> About { get; }
    }
}
