using System.Globalization;
using System.Text;
using Torghut.Trading.Account;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Execution;
using Torghut.Trading.Loop;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;

namespace Torghut.Bench.Trading;

/// <summary>
/// What a busy tick works on, the same in every run: signals over which every strategy wants to trade, a catalogue as operators write it, and a
/// portfolio with positions and working orders.
/// </summary>
internal static class TradingDay
{
    public const int Strategies = 20;
    private const int Symbols = 50;
    private const int Positions = 25;
    private const int WorkingOrders = 10;
    private const decimal Equity = 1_000_000;
    private static readonly DateTimeOffset Now = new(2026, 4, 6, 15, 0, 0, TimeSpan.Zero);

    /// <summary>Each catalogue holds one strategy, so that one decision can be timed.</summary>
    public static IReadOnlyList<StrategyCatalogue> Catalogues() => [.. Enumerable.Range(0, Strategies).Select(Catalogue)];

    public static IReadOnlyList<SignalRow> Signals(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(i => Signal(i, random))];
    }

    public static TickContext Context()
    {
        var prices = Enumerable.Range(0, Symbols).ToDictionary(Name, i => new PriceView(Price(i), Now, 50_000));
        var positions = Enumerable.Range(0, Positions).Select(i => new BrokerPosition(Name(i), 100 + i, Price(i), Price(i), null));
        var risk = new RiskOptions
        {
            MaxNotional = 20_000,
            MaxPositionPct = 0.1m,
            MaxParticipation = 0.05m,
            MaxOrdersPerMinute = 1000,
            MaxPositions = 40,
            MaxSymbolExposure = 60_000,
            MaxGrossExposure = 900_000,
            MaxNetExposure = 900_000,
            VolatilityTarget = 0.002,
        };
        return new TickContext
        {
            Clock = new SessionClock(new MarketClock(Now, true, Now.AddDays(1), Now.AddHours(5), StandsStill: true), 0, TimeProvider.System),
            ReadAt = 0,
            AnsweredAt = 0,
            Universe = prices.Keys.ToHashSet(StringComparer.Ordinal),
            Portfolio = new PortfolioSnapshot(new BrokerAccount(Equity, Equity, Equity / 2, Equity, false, true), positions, Enumerable.Range(0, WorkingOrders)
                .Select(Order), prices),
            OrderRate = new OrderRateTracker(),
            Prices = prices,
            Quotes = prices.ToDictionary(price => price.Key, price => new BrokerQuote(null, null, price.Value.Price, null)),
            Assets = prices.Keys.ToDictionary(symbol => symbol, symbol => new BrokerAsset(symbol, true, true)),
            Suspended = [],
            Limits = risk.Limits(Equity),
            Sizing = risk.Sizing(),
            Policy = new OrderPolicy(true, 5),
        };
    }

    /// <summary>Switches under which orders may leave.</summary>
    public static SwitchView Switches() => new(true, TradingMode.Paper, false, false, false, TradingState.Active, false, true, false);

    private static StrategyCatalogue Catalogue(int number)
    {
        var text = new StringBuilder("strategies:\n");
        text.Append(CultureInfo.InvariantCulture,
            $"  - name: strategy-{number}\n    type: {(number % 2 == 0 ? "macd_rsi" : "intraday_tsmom")}\n    version: 1.0.{number}\n");
        text.Append(CultureInfo.InvariantCulture,
            $"    max_notional_per_trade: {2000 + (number * 100)}\n    max_position_pct_equity: 0.05\n    cooldown_seconds: 30\n");

        // Bands that every signal of the run falls into: a decision for each signal and strategy.
        text.Append(number % 2 == 0
            ? "    params: { buy_rsi_below: 99 }\n"
            : "    params: { min_macd_hist: 0, buy_rsi_min: 0, buy_rsi_max: 100, vol_min: 0, vol_max: 1 }\n");
        return CatalogueParser.Parse("bench", text.ToString()) is { Catalogue: { } catalogue }
            ? catalogue
            : throw new InvalidOperationException("The catalogue of the run is not valid: "
            + string.Join("; ", CatalogueParser.Parse("bench", text.ToString()).Problems));
    }

    private static SignalRow Signal(int index, Random random)
    {
        var symbol = index % Symbols;
        var price = (double)Price(symbol);
        var macd = random.NextDouble() + 0.1;
        var at = Now.AddSeconds(-60 + (index % 60));
        return new SignalRow(Name(symbol), at, at.ToUnixTimeSeconds() + index, at, "1Sec", new SignalFeatures
        {
            Macd = macd,
            MacdSignal = macd - 0.05,
            MacdHist = 0.05,
            Ema12 = price + macd,
            Ema26 = price,
            Rsi14 = 20 + (random.NextDouble() * 60),
            BollMid = price,
            BollUpper = price + 1,
            BollLower = price - 1,
            VwapSession = price,
            VwapW5m = price,
            ImbalanceSpread = 0.02,
            ImbalanceBidPx = price - 0.01,
            ImbalanceAskPx = price + 0.01,
            ImbalanceBidSz = 300,
            ImbalanceAskSz = 200,
            VolRealizedW60s = 0.001 + (random.NextDouble() * 0.004),
        });
    }

    private static BrokerOrder Order(int index) => new()
    {
        OrderId = $"order-{index}",
        ClientOrderId = $"client-{index}",
        Symbol = Name(index * 3),
        Side = index % 2 == 0 ? "buy" : "sell",
        Type = "limit",
        TimeInForce = "day",
        Qty = 20,
        LimitPrice = Price(index * 3),
        Status = "accepted",
        UpdatedAt = Now,
        RawJson = "{}",
    };

    private static string Name(int symbol) => $"SYM{(char)('A' + (symbol / 26))}{(char)('A' + (symbol % 26))}";

    private static decimal Price(int symbol) => 20 + (symbol * 3.25m);
}
