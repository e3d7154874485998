using Torghut.Trading.Loop;
using Torghut.Trading.OrderReports;

namespace Torghut.Trading.Tests.Loop;

/// <summary>Which earlier attempts to close a position hold back the next one.</summary>
[TestFixture]
internal sealed class ExitRefusalsTests
{
    private static readonly SentExit Refused = new() { Status = "broker_rejected", Code = "40310000", Since = TimeSpan.FromSeconds(3) };

    private static readonly SentExit Held = Refused with { Code = "insufficient_qty" };

    [Test]
    public void Of_NothingSent_IsNone() => Assert.That(ExitRefusals.Of([], 10, null), Is.Null);

    [Test]
    public void Of_NewestWasTaken_IsNone() => Assert.That(ExitRefusals.Of([Refused with { Status = "filled" }, Refused], 10, null), Is.Null);

    [Test]
    public void Of_TheSameRefusalInARow_CountsUntilAnother()
    {
        var history = ExitRefusals.Of([Refused, Refused, Refused with { Code = "42210000" }, Refused], 10, null);
        Assert.That((history!.Code, history.Times, history.SinceLast), Is.EqualTo(("40310000", 2, TimeSpan.FromSeconds(3))));
    }

    [Test]
    public void Of_TheSameRefusalInterruptedByAnAcceptance_CountsUntilThere() =>
        Assert.That(ExitRefusals.Of([Refused, Refused with { Status = "canceled" }, Refused], 10, null)!.Times, Is.EqualTo(1));

    [TestCase(10, ExpectedResult = true, Description = "all of them are free by now")]
    [TestCase(11, ExpectedResult = true)]
    [TestCase(9.5, ExpectedResult = false, Description = "half a share is still held")]
    [TestCase(null, ExpectedResult = false, Description = "the broker does not say")]
    public bool Of_SharesWereHeld_MayLeaveOnceTheyAreFree(double? available) => ExitRefusals.Of([Held], 10, (decimal?)available) is null;

    /// <summary>Every exit is sized to what is said to be free, so that this alone must not let it leave for every signal.</summary>
    [Test]
    public void Of_RefusedAgainThoughTheyAreFree_BacksOff() => Assert.That(ExitRefusals.Of([Held, Held, Held], 10, 10)?.Times, Is.EqualTo(3));

    [Test]
    public void Of_RefusedForAnotherReason_SharesThatAreFreeChangeNothing() => Assert.That(ExitRefusals.Of([Refused], 10, 10), Is.Not.Null);
}
