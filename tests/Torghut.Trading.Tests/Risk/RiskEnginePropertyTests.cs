using FsCheck;
using FsCheck.Fluent;
using Torghut.Trading.Risk;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Risk;

public sealed class RiskEnginePropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(20_000);

    [Test]
    public void Evaluate_SameInput_SameVerdict() =>
        Holds(RiskGen.Input,
        input => RiskEngine.Evaluate(input).Reasons.SequenceEqual(RiskEngine.Evaluate(input with { Limits = input.Limits with { } }).Reasons));

    [Test]
    public void Evaluate_LimitsTightened_NeverApprovesMore() =>
        Holds(
            from input in RiskGen.Input from other in RiskGen.Limits select (input, other),
            pair => !RiskEngine.Evaluate(pair.input with { Limits = Tighter(pair.input.Limits, pair.other) }).Approved
                || RiskEngine.Evaluate(pair.input).Approved);

    [Test]
    public void Evaluate_ConstraintAdded_NeverApprovesMoreAndKeepsItsReasons() =>
        Holds(
            from input in RiskGen.Input from constrained in Constrained(input) select (input, constrained),
            pair => RiskEngine.Evaluate(pair.input).Reasons.All(RiskEngine.Evaluate(pair.constrained).Reasons.Contains));

    [Test]
    public void Tighter_EveryLimit_IsTakenIntoAccount()
    {
        var random = Gen.Sample(RiskGen.Limits, 100, 500).Concat([new RiskLimits { MinQty = 5 }, new RiskLimits { MaxSignalAge = TimeSpan.FromSeconds(1) }])
            .ToList();
        foreach (var limit in typeof(RiskLimits).GetProperties().Where(p => p.CanWrite))
        {
            Assert.That(random.Any(tight => !Equals(limit.GetValue(Tighter(Loose, tight)), limit.GetValue(Loose))), Is.True, limit.Name);
        }
    }

    [Test]
    public void Evaluate_StateMoreRestricted_NeverApprovesMore() =>
        Holds(
            RiskGen.Input,
            input => input.Switches.State == TradingState.Halted
                || !RiskEngine.Evaluate(input with { Switches = input.Switches with { State = input.Switches.State + 1 } }).Approved
                || RiskEngine.Evaluate(input).Approved);

    [Test]
    public void Evaluate_ReducingAndApproved_ExposureShrinks() =>
        Holds(
            RiskGen.Input.Select(input => input with { Switches = input.Switches with { State = TradingState.Reducing } }),
            input =>
            {
                var exposure = Exposure.Of(input.Order, input.Portfolio);
                return !RiskEngine.Evaluate(input).Approved || Math.Abs(exposure.After) < Math.Abs(exposure.Before);
            });

    /// <summary>What concerns other symbols or entries (exposure, orders not known or not ours, rate, volume, brakes, prices) never keeps an exit.</summary>
    [Test]
    public void Evaluate_ExitAndOtherSymbols_NeverTrapped() =>
        Holds(
            from input in RiskGen.Input from other in RiskGen.Input select (input, other),
            pair =>
            {
                var exit = pair.input with { Order = pair.input.Order with { LimitPrice = pair.input.Market.Price } };
                if (Exposure.Of(exit.Order, exit.Portfolio).Opens)
                {
                    return true;
                }

                var elsewhere = exit with
                {
                    Switches = exit.Switches with { EntriesBlockedByUnknown = true, ExternalOrderPresent = true },
                    Strategy = exit.Strategy with { Suspended = true },
                    Portfolio = exit.Portfolio with
                    {
                        OtherGross = pair.other.Portfolio.OtherGross,
                        OtherNetLong = pair.other.Portfolio.OtherNetLong,
                        OtherNetShort = pair.other.Portfolio.OtherNetShort,
                        OtherPositions = pair.other.Portfolio.OtherPositions,
                    },
                    Account = pair.other.Account! with { Blocked = exit.Account!.Blocked },
                    Market = exit.Market with { Others = pair.other.Market.Others, RecentVolume = pair.other.Market.RecentVolume },
                    Throttle = pair.other.Throttle with { Duplicate = exit.Throttle.Duplicate },
                };
                return RiskEngine.Evaluate(elsewhere).Reasons.SequenceEqual(RiskEngine.Evaluate(exit).Reasons);
            },
            Many.WithMaxTest(100_000));

    [Test]
    public void Evaluate_HaltedOrKilled_NothingApproved() =>
        Holds(
            RiskGen.Input,
            input => !(input.Switches.State == TradingState.Halted || input.Switches.KillSwitchEnabled || input.Switches.EmergencyStopActive)
                || !RiskEngine.Evaluate(input).Approved);

    [Test]
    public void Evaluate_ApprovedEntry_EveryCapHoldsAfterwards() => Holds(RiskGen.Input, input =>
    {
        var verdict = RiskEngine.Evaluate(input);
        if (!verdict.Approved || verdict.OpeningQty == 0)
        {
            return true;
        }

        var price = Math.Max(input.Market.Price!.Value, input.Order.LimitPrice ?? 0);
        var after = Exposure.Of(input.Order, input.Portfolio).After * price;
        var others = input.Order.Side == OrderSide.Buy ? input.Portfolio.OtherNetLong : input.Portfolio.OtherNetShort;
        return input.Order.Qty * price <= (input.Limits.MaxNotional ?? decimal.MaxValue)
            && Math.Abs(after) <= (input.Limits.MaxSymbolExposure ?? decimal.MaxValue)
            && input.Portfolio.OtherGross + Math.Abs(after) <= (input.Limits.MaxGrossExposure ?? decimal.MaxValue)
            && Math.Abs(others + after) <= (input.Limits.MaxNetExposure ?? decimal.MaxValue)
            && (input.Limits.AllowShorts || after >= 0);
    });

    private static RiskLimits Loose { get; } = new() { AllowShorts = true };

    private static void Holds<T>(Gen<T> inputs, Func<T, bool> property, Config? config = null) =>
        Prop.ForAll(inputs.ToArbitrary(), property).Check(config ?? Many);

    private static RiskLimits Tighter(RiskLimits a, RiskLimits b) => new()
    {
        MaxNotional = Least(a.MaxNotional, b.MaxNotional),
        MinNotional = b.MinNotional is null || a.MinNotional > b.MinNotional ? a.MinNotional : b.MinNotional,
        MaxSymbolExposure = Least(a.MaxSymbolExposure, b.MaxSymbolExposure),
        MaxGrossExposure = Least(a.MaxGrossExposure, b.MaxGrossExposure),
        MaxNetExposure = Least(a.MaxNetExposure, b.MaxNetExposure),
        MaxPositions = Least(a.MaxPositions, b.MaxPositions),
        MaxPositionPct = Least(a.MaxPositionPct, b.MaxPositionPct),
        AllowShorts = a.AllowShorts && b.AllowShorts,
        Cooldown = a.Cooldown > b.Cooldown ? a.Cooldown : b.Cooldown,
        PriceCollar = Least(a.PriceCollar, b.PriceCollar),
        MaxPriceDeviation = Least(a.MaxPriceDeviation, b.MaxPriceDeviation),
        MaxShares = Least(a.MaxShares, b.MaxShares),
        MaxOrdersPerMinute = Least(a.MaxOrdersPerMinute, b.MaxOrdersPerMinute),
        DailyLossLimit = Least(a.DailyLossLimit, b.DailyLossLimit),
        MaxParticipation = Least(a.MaxParticipation, b.MaxParticipation),
        MinQty = Math.Max(a.MinQty, b.MinQty),
        MaxSignalAge = a.MaxSignalAge < b.MaxSignalAge ? a.MaxSignalAge : b.MaxSignalAge,
    };

    /// <summary>Each way in which one more constraint can come into an input.</summary>
    private static Gen<RiskInput> Constrained(RiskInput input) =>
        from cap in Gen.Choose(1, 4_000)
        from way in Gen.Choose(0, 14)
        let s = input.Switches
        let t = input.Strategy
        select way switch
        {
            0 => input with { Switches = s with { TradingEnabled = false } },
            1 => input with { Switches = s with { LiveEnabled = false } },
            2 => input with { Switches = s with { KillSwitchEnabled = true } },
            3 => input with { Switches = s with { EmergencyStopActive = true } },
            4 => input with { Switches = s with { EntriesBlockedByUnknown = true } },
            5 => input with { Switches = s with { Reconciled = false } },
            6 => input with { Switches = s with { ExternalOrderPresent = true } },
            7 => input with { Strategy = t with { Enabled = false } },
            8 => input with { Strategy = t with { Suspended = true } },
            9 => input with { Strategy = t with { SymbolAllowed = false } },
            10 => input with { Strategy = t with { AdvisoryVeto = true } },
            11 => input with { Strategy = t with { MaxNotional = Least(t.MaxNotional, cap) } },
            12 => input with { Strategy = t with { MaxPositionPct = Least(t.MaxPositionPct, cap / 100_000m) } },
            13 => input with
            {
                Strategy =
                t with { Cooldown = TimeSpan.FromSeconds(cap % 90) > t.Cooldown.GetValueOrDefault() ? TimeSpan.FromSeconds(cap % 90) : t.Cooldown }
            },
            _ => input with { Throttle = input.Throttle with { Duplicate = true } },
        };

    private static T? Least<T>(T? a, T? b)
        where T : struct, IComparable<T> => a is { } x && b is { } y ? (x.CompareTo(y) <= 0 ? x : y) : a ?? b;
}
