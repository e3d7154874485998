using Torghut.Contracts.Records;
using Torghut.Contracts.Time;

namespace Torghut.Contracts.Tests.Identity;

public sealed class TradeUpdateIdentityTests
{
    private static readonly long At = Nanos.Of(DateTimeOffset.Parse("2026-04-06T15:54:26.8382322Z", null));

    [TestCase("fill")]
    [TestCase("partial_fill")]
    public void Of_Fill_IsItsExecution(string name)
    {
        var fill = TradeUpdateIdentity.Of(name, "e1", "o1", At);
        Assert.That(TradeUpdateIdentity.Of(name, "e1", "o2", At + 1), Is.EqualTo(fill), "logged twice");
        Assert.That(TradeUpdateIdentity.Of(name, "e2", "o1", At), Is.Not.EqualTo(fill), "a second fill of one order and time");
        Assert.That(fill.ToString(), Is.EqualTo("execution:e1"));
    }

    [TestCase("canceled", "e1")]
    [TestCase("fill", null)]
    [TestCase("fill", "")]
    public void Of_AnythingElse_IsOrderEventAndTime(string name, string? execution)
    {
        var update = TradeUpdateIdentity.Of(name, execution, "o1", At);
        Assert.That(TradeUpdateIdentity.Of(name, null, "o1", At), Is.EqualTo(update));
        Assert.That(TradeUpdateIdentity.Of(name, execution, "o2", At), Is.Not.EqualTo(update));
        Assert.That(TradeUpdateIdentity.Of("new", execution, "o1", At), Is.Not.EqualTo(update));
        Assert.That(TradeUpdateIdentity.Of(name, execution, "o1", At + 1), Is.Not.EqualTo(update));
        Assert.That(update.ToString(), Is.EqualTo($"event:o1:{name}:2026-04-06T15:54:26.8382322Z"));
    }
}
