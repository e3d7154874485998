using Torghut.Trading.Risk;

namespace Torghut.Trading.Tests.Risk;

/// <summary>What an order costs is never judged by one source alone.</summary>
public sealed class PriceChecksTests
{
    private static readonly RiskInput Good = RiskInputs.WithLimits(limits => limits with { MaxPriceDeviation = 0.05m, MaxShares = 1_000 });

    [TestCase(100, 100, 100, 100, true)]
    [TestCase(105, null, null, 105, true)]
    [TestCase(null, null, null, 96, true)]
    [TestCase(null, null, 96, null, true)]
    [TestCase(null, null, 600, 100, true, Description = "a quote far off and a trade that agrees")]
    [TestCase(94, 104, null, 100, true, Description = "a gap in the bars and a close that agrees")]
    [TestCase(null, 600, null, 600, false)]
    [TestCase(600, 600, 600, 600, false, Description = "one bar that is wrong")]
    [TestCase(100, 100, null, 600, false)]
    [TestCase(600, 600, null, 100, false)]
    [TestCase(100, 100, null, null, true, Description = "the broker says nothing, and the limit bounds what it costs")]
    [TestCase(null, null, null, null, false, Description = "nobody says anything")]
    [TestCase(null, null, null, 106, false)]
    public void Entry_OtherSources_ConfirmItOrNot(double? recent, double? close, double? quote, double? trade, bool confirmed) =>
        Assert.That(Refused(With(Good, recent, close, quote, trade)), Is.EqualTo(!confirmed));

    /// <summary>While the broker says nothing: what no bar is made of, else the bars before it, the last close or an average of many.</summary>
    [TestCase(100, null, null, true)]
    [TestCase(null, 96, null, true)]
    [TestCase(null, null, 104, true)]
    [TestCase(null, null, 106, false)]
    [TestCase(96, null, 600, true, Description = "an average that lags behind, and a quote")]
    [TestCase(600, 100, 100, false, Description = "as many wrong bars as it takes, and a quote")]
    [TestCase(null, 600, 100, false, Description = "the bars before it contradict it")]
    public void Purchase_BrokerSilent_GoesByWhatWasRecordedIfItHasALimit(double? streamed, double? recent, double? average, bool confirmed)
    {
        var purchase = Recorded(Good, streamed, recent, average);
        Assert.That(Refused(purchase), Is.EqualTo(!confirmed));
        Assert.That(Refused(purchase with { Order = purchase.Order with { LimitPrice = null } }), Is.True, "a market order costs what the market asks");
        var shorting = purchase.Sell(10) with { Limits = purchase.Limits with { AllowShorts = true } };
        Assert.That(Refused(shorting), Is.True, "a short position is worth what the market says");
        Assert.That(Refused(Spoken(purchase, 600)), Is.True, "what the broker says comes first");
    }

    [Test]
    public void Exit_ByLimit_LeavesWhateverOthersSay()
    {
        var exit = Good.Holding(10).Sell(10);
        Assert.That(RiskEngine.Evaluate(exit).Approved, Is.True, "no other source at all");
        Assert.That(RiskEngine.Evaluate(With(exit, 600, 600, 600, 600)).Approved, Is.True, "all of them against it");
    }

    [Test]
    public void Exit_AtMarket_NeedsTheBrokersPriceAndNoMore()
    {
        var exit = Good.Holding(10).Sell(10);
        exit = exit with { Order = exit.Order with { LimitPrice = null } };
        Assert.That(Refused(exit), Is.True);
        Assert.That(Refused(With(exit, 600, 600, null, 100)), Is.False);
    }

    [TestCase(1_000, false)]
    [TestCase(1_001, true)]
    public void Shares_OfAnEntry_AreCapped(int qty, bool refused)
    {
        var order = With(Good, null, null, null, 100) with { Order = Good.Order with { Qty = qty } };
        Assert.That(RiskEngine.Evaluate(order).Reasons.Contains(RiskReason.MaxSharesExceeded), Is.EqualTo(refused));
        Assert.That(RiskEngine.Evaluate(order.Holding(2_000).Sell(qty)).Reasons, Does.Not.Contain(RiskReason.MaxSharesExceeded), "an exit is not");
    }

    private static bool Refused(RiskInput input) => RiskEngine.Evaluate(input).Reasons.Contains(RiskReason.PriceUnconfirmed);

    private static RiskInput Spoken(RiskInput input, decimal trade) => input with
    {
        Market = input.Market with { Others = input.Market.Others with { Trade = trade } },
    };

    private static RiskInput Recorded(RiskInput input, double? streamed, double? recent, double? average) => input with
    {
        Market = input.Market with
        {
            Others = OtherPrices.None with { Streamed = (decimal?)streamed, Recent = (decimal?)recent, Average = (decimal?)average },
        },
    };

    private static RiskInput With(RiskInput input, double? recent, double? close, double? quote, double? trade) => input with
    {
        Market = input.Market with { Others = new OtherPrices((decimal?)recent, (decimal?)close, (decimal?)quote, (decimal?)trade) },
    };
}
