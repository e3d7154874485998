using Torghut.Trading.Execution;
using Torghut.Trading.Lean;

namespace Torghut.Trading.Tests.Lean;

/// <summary>What each answer on the wire means. What could hide an order must never read as refused or not accepted.</summary>
public sealed class LeanResponseTests
{
    [TestCase("order-accepted.json")]
    [TestCase("order-accepted-numbers.json")]
    public void Read_OrderOfTheRequest_Accepted(string file)
    {
        var outcome = LeanResponse.Read(200, LeanGolden.Bytes(file), LeanGolden.Request, null);
        Assert.That(outcome, Is.InstanceOf<SubmitOutcome.Accepted>());
        var order = ((SubmitOutcome.Accepted)outcome).Order;
        Assert.That((order.OrderId, order.ClientOrderId, order.Qty, order.LimitPrice),
            Is.EqualTo(("61e69015-8549-4bfd-b9c3-01e75843f47d", LeanGolden.Id, 50m, 100.05m)));
    }

    [TestCase(422, "problem-refused.json", "refused")]
    [TestCase(422, "problem-bad-request.json", "refused")]
    [TestCase(422, "detail-only-422.json", "refused")]
    [TestCase(403, "problem-kill-switch.json", "refused")]
    [TestCase(401, "problem-unauthorised.json", "not_accepted")]
    [TestCase(429, "problem-rate-limited.json", "not_accepted")]
    [TestCase(503, "problem-not-accepted.json", "not_accepted")]
    [TestCase(502, "problem-outcome-unknown.json", "unknown")]
    [TestCase(409, "problem-id-reused.json", "unknown")]
    [TestCase(502, "detail-only-502.json", "unknown")]
    [TestCase(200, "order-of-another-id.json", "unknown")]
    [TestCase(200, "order-of-another-qty.json", "unknown")]
    [TestCase(200, "order-without-status.json", "unknown")]
    [TestCase(200, "not-json.html", "unknown")]
    [TestCase(204, "not-json.html", "unknown")]
    [TestCase(302, "not-json.html", "unknown")]
    [TestCase(400, "not-json.html", "unknown")]
    [TestCase(404, "not-json.html", "unknown")]
    [TestCase(429, "not-json.html", "unknown")]
    [TestCase(503, "not-json.html", "unknown")]
    [TestCase(503, "problem-outcome-unknown.json", "unknown")]
    [TestCase(500, "problem-not-accepted.json", "unknown")]
    public void Read_Answer_MeansNoMoreThanItSays(int status, string file, string meaning) =>
        Assert.That(LeanResponse.Read(status, LeanGolden.Bytes(file), LeanGolden.Request, null).Status, Is.EqualTo(meaning));

    /// <summary>An answer about another order says nothing about ours, which may be at the broker all the same.</summary>
    [TestCase("\"side\": \"buy\"", "\"side\": \"sell\"", "side")]
    [TestCase("\"symbol\": \"AAPL\"", "\"symbol\": \"AAPLW\"", "symbol")]
    [TestCase("\"qty\": \"50\"", "\"qty\": \"51\"", "qty")]
    [TestCase("\"qty\": \"50\"", "\"qty\": \"49\"", "qty")]
    [TestCase("\"client_order_id\": \"9f", "\"client_order_id\": \"8f", "client_order_id")]
    public void Read_OrderThatDiffersInOneField_IsNotOurs(string ours, string other, string field)
    {
        var body = System.Text.Encoding.UTF8.GetBytes(LeanGolden.Text("order-accepted.json").Replace(ours, other, StringComparison.Ordinal));
        Assert.That(LeanResponse.Read(200, body, LeanGolden.Request, null),
            Is.EqualTo(new SubmitOutcome.Unknown($"the runner answered with an order of another {field}")));
    }

    [Test]
    public void Read_WhoMayTakeOver_OnlyWhereTheWayWasAtFault()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Elsewhere(503, "problem-not-accepted.json"), Is.True);
            Assert.That(Elsewhere(401, "problem-unauthorised.json"), Is.True);
            Assert.That(Elsewhere(429, "problem-rate-limited.json"), Is.False, "the limit is the account's, whoever sends");
        });
    }

    [Test]
    public void Read_RateLimit_CarriesWhenItEnds()
    {
        var at = DateTimeOffset.UnixEpoch.AddDays(1);
        Assert.That(((SubmitOutcome.NotAccepted)LeanResponse.Read(429, LeanGolden.Bytes("problem-rate-limited.json"), LeanGolden.Request, at)).RetryAt,
            Is.EqualTo(at));
    }

    private static bool Elsewhere(int status, string file) =>
        LeanResponse.Read(status, LeanGolden.Bytes(file), LeanGolden.Request, null) is SubmitOutcome.NotAccepted { MayGoElsewhere: true };
}
