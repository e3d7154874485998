using System.Text;
using Torghut.Trading.Lean;

namespace Torghut.Trading.Tests.Lean;

/// <summary>The submission on the wire.</summary>
public sealed class LeanOrderRequestTests
{
    [Test]
    public void ToUtf8_LimitAndMarket_EqualTheGoldenBytes()
    {
        Assert.That(Encoding.UTF8.GetString(LeanGolden.Request.ToUtf8()), Is.EqualTo(LeanGolden.Text("request-limit.json")));
        Assert.That(Encoding.UTF8.GetString(LeanOrderRequest.Of(LeanGolden.Market, LeanGolden.Id).ToUtf8()),
            Is.EqualTo(LeanGolden.Text("request-market.json")));
    }

    [TestCase("request-limit.json")]
    [TestCase("request-market.json")]
    public void Parse_GoldenBytes_WrittenAgainTheSame(string file) =>
        Assert.That(Encoding.UTF8.GetString(LeanOrderRequest.Parse(LeanGolden.Bytes(file)).ToUtf8()), Is.EqualTo(LeanGolden.Text(file)));

    [Test]
    public void ToUtf8_DecimalDigits_KeptAsTheyAre()
    {
        var written = LeanOrderRequest.Of(LeanGolden.Limit with { LimitPrice = 0.12345678901234567890123m }, "x").ToUtf8();
        Assert.That(LeanOrderRequest.Parse(written).LimitPrice, Is.EqualTo(0.12345678901234567890123m), "no double in between");
    }

    [TestCase("{}", "symbol")]
    [TestCase("[]", "not a submission")]
    [TestCase("not json", "not a submission")]
    [TestCase("""{"symbol":"AAPL","side":"buy","qty":1,"order_type":"market","time_in_force":"day","extra_params":{}}""", "client_order_id")]
    [TestCase("""{"symbol":"AAPL","side":"buy","qty":1,"order_type":"market","time_in_force":"day"}""", "extra_params")]
    [TestCase("""{"symbol":"AAPL","side":"buy","qty":0,"order_type":"market","time_in_force":"day","extra_params":{"client_order_id":"x"}}""", "qty")]
    [TestCase("""{"symbol":"AAPL","side":"buy","qty":1,"order_type":"limit","limit_price":-1,"time_in_force":"day","extra_params":{"client_order_id":"x"}}""",
        "Prices")]
    [TestCase("""{"symbol":"AAPL","side":"buy","qty":1,"order_type":"stop","stop_price":1e9,"time_in_force":"day","extra_params":{"client_order_id":"x"}}""",
        "Prices")]
    [TestCase("""{"symbol":"AAPL","side":"buy","qty":1e12,"order_type":"market","time_in_force":"day","extra_params":{"client_order_id":"x"}}""", "qty")]
    [TestCase("""{"symbol":"aapl","side":"buy","qty":1,"order_type":"market","time_in_force":"day","extra_params":{"client_order_id":"x"}}""", "symbol")]
    [TestCase("""{"symbol":"AAPL?x=","side":"buy","qty":1,"order_type":"market","time_in_force":"day","extra_params":{"client_order_id":"x"}}""", "symbol")]
    [TestCase("""{"symbol":"AAPL","side":"buy","qty":1,"order_type":"market","time_in_force":"day","colour":"red","extra_params":{"client_order_id":"x"}}""",
        "colour")]
    [TestCase("""{"symbol":"AAPL","side":"buy","qty":1,"order_type":"market","time_in_force":"day","extra_params":{"client_order_id":"x","extended_hours":true}}""", "extra_params")]
    [TestCase("""{"symbol":"AAPL","symbol":"MSFT","side":"buy","qty":1,"order_type":"market","time_in_force":"day","extra_params":{"client_order_id":"x"}}""",
        "not a submission")]
    public void Parse_NotASubmission_SaysWhy(string body, string word) =>
        Assert.That(() => LeanOrderRequest.Parse(Encoding.UTF8.GetBytes(body)), Throws.InstanceOf<FormatException>().With.Message.Contains(word));
}
