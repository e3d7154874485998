using System.Diagnostics;
using Torghut.Alpaca.Trading;
using Torghut.Sandbox.Postgres;

namespace Torghut.Bench.Trading;

/// <summary>
/// Ticks of the built service on the sandbox: from the moment 500 fresh signals are stored until the cursor has passed them. Once nobody acts on them, and once
/// every one becomes a decision, a verdict, a claim, an order at the broker and its record.
/// </summary>
internal static class TickBench
{
    private const int Signals = 500;
    private const string Baseline = "the order requests alone, one after the other";

    public static async Task RunAsync(BenchArguments arguments, BenchReport report, string folder, PostgresServer postgres)
    {
        await using var site = await TickSite.StartAsync(folder, postgres);
        var rounds = arguments.Pick(7, 1);
        var signals = arguments.Pick(Signals, 50);
        await site.PriceAsync();
        await TickAsync(site, signals, buy: false);

        List<double> quiet = [], busy = [], alone = [];
        for (var round = 0; round < rounds; round++)
        {
            quiet.Add(await TickAsync(site, signals, buy: false));
            await site.PriceAsync();
            busy.Add(await TickAsync(site, signals, buy: true));
            var orders = await site.OrdersAsync();
            if (orders != signals)
            {
                throw new OutputsDifferException($"{signals} signals became {orders} orders at the broker. {await site.RefusalsAsync()}");
            }

            await site.Broker.CancelAllOrdersAsync(CancellationToken.None);
            alone.Add(await OrdersAloneAsync(site.Baseline, signals));
            await site.Baseline.CancelAllOrdersAsync(CancellationToken.None);
        }

        report.Equal("orders at the broker and signals that were to become orders, in every tick", (long)signals * rounds);
        report.Add(Result("tick_500_quiet", quiet, $"{signals} signals nobody acts on"));
        report.Add(Result("tick_500_orders", busy, $"{signals} signals, every one an order").Against(Baseline, Median(alone)));
        report.Add(new BenchResult("orders_per_second", signals / (Median(busy) / 1_000), "1/s")
        {
            Note =
            "one after the other, each with three commits that reach the disk"
        });
    }

    private static BenchResult Result(string name, List<double> milliseconds, string note) => new(name, Median(milliseconds), "ms")
    {
        Spread = milliseconds.Count > 1 ? (milliseconds.Max() - milliseconds.Min()) / Median(milliseconds) : null,
        Best = milliseconds.Count > 1 ? milliseconds.Min() : null,
        Note = $"{note}; from stored to the cursor past them, median of {milliseconds.Count}, worst {milliseconds.Max():0}",
    };

    private static async Task<double> TickAsync(TickSite site, int signals, bool buy)
    {
        var newest = await site.SignalsAsync(signals, buy);
        var watch = Stopwatch.StartNew();
        await site.ReadAsync(newest);
        return watch.Elapsed.TotalMilliseconds;
    }

    private static async Task<double> OrdersAloneAsync(AlpacaTradingClient broker, int orders)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < orders; i++)
        {
            await broker.SubmitOrderAsync(
                new OrderRequest
                {
                    Symbol = TickSite.Symbols[i % TickSite.Symbols.Count],
                    Side = OrderSide.Buy,
                    Type = OrderType.Limit,
                    TimeInForce = TimeInForce.Day,
                    Qty = 19,
                    LimitPrice = 1,
                    ClientOrderId = $"alone-{Guid.NewGuid():N}",
                },
                CancellationToken.None);
        }

        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
