using System.Text;
using Torghut.Alpaca.Tests.Trading;
using Torghut.Alpaca.TradeUpdates;
using Torghut.Alpaca.Trading;

namespace Torghut.Alpaca.Tests.TradeUpdates;

public sealed class TradeUpdateParserTests
{
    private const string PartialFill =
        $$$"""
        {"stream":"trade_updates","data":{"event":"partial_fill","timestamp":"2026-04-06T11:54:27.1-04:00","execution_id":"e1","price":"162.920","qty":"3",
         "position_qty":"-3","order":{{{Samples.Order}}}}}
        """;

    [Test]
    public void Parse_PartialFill_KeepsTheBrokersText()
    {
        var frame = Parse(PartialFill);

        Assert.That(frame.Kind, Is.EqualTo(TradeUpdateFrameKind.Update));
        var update = frame.Update!;
        Assert.That((update.Event, update.IsFill, update.ExecutionId), Is.EqualTo((TradeUpdateEvent.PartialFill, true, "e1")));
        Assert.That((update.Price, update.Qty, update.PositionQty, update.FilledQty), Is.EqualTo(("162.920", "3", "-3", "3")));
        Assert.That(update.TimestampNanos, Is.EqualTo(1_775_490_867_100_000_000));
        Assert.That(OrderJson.Parse(update.OrderJson).FilledAvgPrice, Is.EqualTo(162.9233333333m));
    }

    [Test]
    public void Parse_NewEvent_IsUnknownNotAnError()
    {
        var update = Parse(PartialFill.Replace("\"partial_fill\"", "\"teleported\"", StringComparison.Ordinal)).Update!;

        Assert.That((update.Event, update.EventText), Is.EqualTo((TradeUpdateEvent.Unknown, "teleported")));
    }

    [Test]
    public void Parse_NoTimestamp_FallsBackToTheOrdersTime()
    {
        var update = Parse(
            """{"stream":"trade_updates","data":{"event":"new","order":{"id":"1","symbol":"A","status":"new","updated_at":"2026-04-06T15:54:27.1Z"}}}""")
            .Update!;

        Assert.That(update.TimestampNanos, Is.EqualTo(1_775_490_867_100_000_000));
    }

    [TestCase("""{"stream":"authorization","data":{"status":"authorized","action":"authenticate"}}""", TradeUpdateFrameKind.Authorization, "authorized")]
    [TestCase("""{"stream":"listening","data":{"streams":["trade_updates","x"]}}""", TradeUpdateFrameKind.Listening, "trade_updates,x")]
    [TestCase("""{"action":"error","data":{"error_message":"internal server error"}}""", TradeUpdateFrameKind.Error, "internal server error")]
    [TestCase("""{"stream":"account_updates","data":{}}""", TradeUpdateFrameKind.Other, "account_updates")]
    public void Parse_Control_IsTold(string json, TradeUpdateFrameKind kind, string text)
    {
        var frame = Parse(json);

        Assert.That((frame.Kind, frame.Text), Is.EqualTo((kind, text)));
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("7")]
    [TestCase("{}")]
    [TestCase("""{"stream":"trade_updates"}""")]
    [TestCase("""{"stream":"trade_updates","data":{"event":"new"}}""")]
    [TestCase("""{"stream":"trade_updates","data":{"event":"new","order":[]}}""")]
    [TestCase("""{"stream":"trade_updates","data":{"event":"new","order":{"id":"1"}}}""")]
    public void Parse_AnythingElse_IsRejected(string json) => Assert.That(Parse(json).Kind, Is.EqualTo(TradeUpdateFrameKind.Rejected));

    private static TradeUpdateFrame Parse(string json) => TradeUpdateParser.Parse(Encoding.UTF8.GetBytes(json));
}
