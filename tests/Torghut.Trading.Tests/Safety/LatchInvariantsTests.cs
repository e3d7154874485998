using Torghut.Trading.Safety;

namespace Torghut.Trading.Tests.Safety;

public sealed class LatchInvariantsTests
{
    [TestCase(false, false, "", "")]
    [TestCase(true, false, "", "")]
    [TestCase(true, true, "daily_loss", "daily_loss")]
    [TestCase(false, false, "daily_loss,exits_only", "exits_only")]
    public void Broken_LatchesAsTheyMayBe_Nothing(bool stop, bool stopUnsaved, string reducing, string unsaved) =>
        Assert.That(LatchInvariants.Broken(stop, stopUnsaved, Names(reducing), Names(unsaved)), Is.Null);

    [TestCase(false, true, "", "", "stop that is still to be stored")]
    [TestCase(false, false, "", "daily_loss", "latch that is still to be stored")]
    [TestCase(false, false, "emergency_stop", "", "nobody knows")]
    [TestCase(false, false, "daily_loss,daily_loss", "", "twice")]
    public void Broken_OneViolated_IsNamed(bool stop, bool stopUnsaved, string reducing, string unsaved, string expected) =>
        Assert.That(LatchInvariants.Broken(stop, stopUnsaved, Names(reducing), Names(unsaved)), Does.Contain(expected));

    private static string[] Names(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
