using Torghut.Trading.Advisory;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;
using Torghut.Trading.Tests.Risk;

namespace Torghut.Trading.Tests.Advisory;

/// <summary>
/// The labelled set that comes with the program, made of orders that are good and of the same ones spoiled in one way that the model is shown. The label is the
/// risk engine's verdict. To move the market dates behind a later training cut-off, change <see cref="First"/> and take the file that the test writes.
/// </summary>
internal static class GoldenSet
{
    private const int EachWay = 32;
    private const int Good = 48;

    private static readonly DateOnly First = new(2026, 10, 1);

    private static readonly string[] Symbols = ["AAPL", "MSFT", "NVDA", "AMZN", "GOOGL", "META", "JPM", "XOM", "KO", "PFE", "WMT", "BRK.B"];

    private static readonly RiskLimits Limits = new()
    {
        MaxPositionPct = 0.1m,
        MaxGrossExposure = 150_000,
        MaxPositions = 20,
        MaxParticipation = 0.05m,
        MaxPriceDeviation = 0.05m,
        DailyLossLimit = 2_000,
    };

    /// <summary>Ways in which an order must not be approved, by the reason that the risk engine gives.</summary>
    private static readonly (string Reason, Func<RiskInput, int, RiskInput> Spoil)[] Ways =
    [
        ("stale_signal", (input, at) => input with { Market = input.Market with { SignalAge = TimeSpan.FromMinutes(4 + at) } }),
        ("missing_price", (input, _) => input with { Market = input.Market with { Price = null } }),
        ("price_unconfirmed", (input, at) => input with { Market = input.Market with { Others = Near(input.Market.Price!.Value * (0.4m + (at * 0.01m))) } }),
        ("insufficient_buying_power", (input, at) => input with { Account = input.Account! with { BuyingPower = 50 + at } }),
        ("daily_loss_limit_exceeded", (input, at) => input with { Account = input.Account! with { Equity = 92_000, DailyLoss = 5_000 + (at * 100) } }),
        ("participation_exceeds_max", (input, at) => input with { Market = input.Market with { RecentVolume = input.Order.Qty + at } }),
        ("shorts_not_allowed", (input, _) => input.Sell(input.Order.Qty)),
        ("max_gross_exposure_exceeded",
            (input, at) => input with { Portfolio = input.Portfolio with { OtherGross = 180_000 + (at * 1_000), OtherPositions = 12 } }),
        ("max_position_pct_exceeded",
            (input, at) => input with { Portfolio = input.Portfolio with { PositionQty = Math.Ceiling((20_000 + (at * 500)) / input.Market.Price!.Value) } }),
        ("max_positions_exceeded", (input, at) => input with { Portfolio = input.Portfolio with { OtherPositions = 40 + at, OtherGross = 90_000 } }),
    ];

    /// <summary>The lines of the file.</summary>
    public static IEnumerable<string> Lines() =>
    [
        .. Ways.SelectMany((way, number) => Enumerable.Range(0, EachWay)
            .Select(at => Line($"{way.Reason}-{at + 1}", way.Spoil(Input((number * EachWay) + at), at), (number * EachWay) + at))),
        .. Enumerable.Range(0, Good).Select(at => Line($"good-{at + 1}", Input(at + 7), at + 7)),
    ];

    private static string Line(string id, RiskInput input, int at)
    {
        var (order, verdict) = (new PlannedOrder(input.Order.Symbol, input.Order.Side, input.Order.Qty, OrderKind.Market, null), RiskEngine.Evaluate(input));
        var date = First.AddDays((at % 40) + (((at % 40) + 3) / 5 * 2));
        var request = Request(order, input, new DateTimeOffset(date, new TimeOnly(14 + (at % 6), at % 60), TimeSpan.Zero), at);
        var context = ReviewContext.Make(request, Bounds.Wide with { AdjustmentAllowed = false }, "shadow", "v1", []);
        return CanonicalJson.Serialize(new JsonMap
        {
            ["id"] = id,
            ["market_date"] = date.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            ["label"] = verdict.Approved ? "may_approve" : "must_not_approve",
            ["risk_reasons"] = verdict.Codes,
            ["order"] = order.ToMap(),
            ["context"] = context,
        });
    }

    private static RiskInput Input(int at)
    {
        var price = 24.5m + (at % 37 * 6.25m);
        var order = new ProposedOrder(Symbols[at % Symbols.Length], OrderSide.Buy, Math.Floor((1_500 + (at % 11 * 200)) / price), null);
        return RiskInputs.Good with
        {
            Order = order,
            Market = RiskInputs.Good.Market with
            {
                Price = price,
                SignalAge = TimeSpan.FromSeconds(1 + (at % 5)),
                RecentVolume = 40_000 + (at * 500),
                Others = Near(price * (1 + ((at % 7) * 0.001m))),
            },
            Account = new AccountView(100_000, 60_000 + (at * 100), at % 9 * 40, false),
            Portfolio = new PortfolioView(0, 0, 0, at % 5 * 4_000, 0, 0, at % 5),
            Limits = Limits,
        };
    }

    private static OtherPrices Near(decimal price) =>
        new(Math.Round(price, 2), Math.Round(price * 0.995m, 2), Math.Round(price * 1.0005m, 2), Math.Round(price, 2));

    private static AdvisoryRequest Request(PlannedOrder order, RiskInput input, DateTimeOffset marketTime, int at)
    {
        const string Text = "strategies:\n  - name: dip\n    type: macd_rsi\n    max_notional_per_trade: 5000\n";
        var definition = CatalogueParser.Parse("strategies.yaml", Text).Catalogue!.Strategies[0];
        var (buys, spread) = (order.Side == OrderSide.Buy, 0.01 * (1 + (at % 9)));
        var features = new SignalFeatures
        {
            Macd = buys ? spread : -spread,
            MacdSignal = 0,
            MacdHist = buys ? spread : -spread,
            Rsi14 = buys ? 24 + (at % 6) : 71 + (at % 6),
        };
        var eventTs = marketTime - input.Market.SignalAge;
        var signal = new SignalRow(order.Symbol, eventTs, at, eventTs, "PT1S", features);
        var intent = new Intent("paper", "dip", order.Symbol, eventTs, at, "PT1S", order.Side);
        var row = new DecisionRow { DecisionHash = intent.DecisionHash(), Symbol = order.Symbol, Action = buys ? "buy" : "sell" };
        string[] conditions = buys ? ["macd_cross_up", "rsi_oversold"] : ["macd_cross_down", "rsi_overbought"];
        return new AdvisoryRequest(
            new PlannedDecision(new DecisionDraft(definition, signal, intent, conditions, marketTime), row, true), order, input, true, new ReviewBudget());
    }
}
