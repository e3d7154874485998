using FsCheck;
using FsCheck.Fluent;
using Torghut.Contracts.Market;
using Torghut.Contracts.Records;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Storage;
using Torghut.Trading.Tests.Execution;

namespace Torghut.Trading.Tests.OrderReports;

/// <summary>Whatever a trade update holds, it becomes a report that every column and index takes, or is refused.</summary>
public sealed class TradeUpdatePropertyTests
{
    private const int Cases = 100_000;

    private static readonly string?[] Texts =
    [
        null, "", "abc", "\0", "a\0b", "\ud800", "1e13", "1e400", "-1", "NaN", "79228162514264337593543950336", "0.0000000000001", "10", "4", "1000", "100.25",
        "o-odd", "fill", "trade_bust", "trade_correct", new string('x', 300),
    ];

    private static readonly long[] Times =
        [0, 1, -1, long.MinValue, long.MaxValue, 1_770_000_000_000_000_000, 946_684_799_999_999_999, 9_000_000_000_000_000_000];

    private static readonly Gen<TradeUpdate> Updates =
        from at in Gen.Elements(Times)
        from name in Gen.OneOf(Gen.Elements(Texts), Gen.Constant<string?>("fill"))
        from execution in Gen.OneOf(Gen.Elements(Texts), Gen.Constant<string?>("x1"))
        from price in Gen.Elements(Texts)
        from qty in Gen.Elements(Texts)
        from position in Gen.OneOf(Gen.Elements(Texts), Gen.Constant<string?>(null))
        from order in Gen.OneOf(BrokerAnswers.Odd(BrokerAnswers.Order), Gen.Constant(BrokerAnswers.Text(BrokerAnswers.Order)))
        from known in Gen.Elements(true, true, true, false)
        select new TradeUpdate(
            new Envelope(known ? Times[5] : at, at, "trade_updates", Channels.TradeUpdates, "MSFT", 1, true, Sources.WebSocket, null),
            "paper", name ?? "fill", execution, "o-odd", "c-odd", "filled", known ? "100" : price, known ? "4" : qty, position, "4", "100", order);

    [Test]
    public void ToReport_AnyRecord_IsStorableOrRefused()
    {
        var read = 0;
        Prop.ForAll(Updates.ToArbitrary(), update =>
        {
            OrderReport report;
            try
            {
                report = TradeUpdateMapping.ToReport(update);
            }
            catch (Exception refused) when (refused is FormatException or OverflowException)
            {
                return !TradeUpdateApplier.IsOfTheWorld(refused);
            }

            read++;
            var happened = report.Event!;
            return (happened.Price ?? 0) is >= 0 and < (decimal)MarketDataBounds.PriceLimit
                && (happened.Qty ?? 0) < 1e15m && Math.Abs(happened.PositionQty ?? 0) < 1e15m
                && !(happened.Name + happened.ExecutionId).Contains('\0', StringComparison.Ordinal) && happened.DedupKey("o").Length < 500
                && report.Order.FilledQty <= (report.Order.Qty ?? decimal.MaxValue)
                && !PersistedJson.OfExternal(report.Order.RawJson).Text.Contains("\\u0000", StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));
        Assert.That(read, Is.GreaterThan(Cases / 50), "many of them can be read");
    }
}
