namespace Torghut.Bench.Tests;

/// <summary>The comparison on which every figure beside a peer stands.</summary>
public sealed class BenchReportTests
{
    [Test]
    public void RequireEqual_SameItems_Passes() =>
        Assert.That(() => new BenchReport("test", quick: true).RequireEqual("bars", "a peer", ["a", "b"], ["a", "b"]), Throws.Nothing);

    [TestCase(new[] { "a", "b" }, new[] { "a", "c" }, TestName = "RequireEqual_OneItemDiffers_Throws")]
    [TestCase(new[] { "a", "b" }, new[] { "b", "a" }, TestName = "RequireEqual_OtherOrder_Throws")]
    [TestCase(new[] { "a", "b" }, new[] { "a" }, TestName = "RequireEqual_PeerHasFewer_Throws")]
    [TestCase(new[] { "a" }, new[] { "a", "b" }, TestName = "RequireEqual_PeerHasMore_Throws")]
    [TestCase(new string[0], new string[0], TestName = "RequireEqual_NothingToCompare_Throws")]
    public void RequireEqual_OutputsThatDiffer_Throws(string[] ours, string[] theirs) =>
        Assert.That(
            () => new BenchReport("test", quick: true).RequireEqual("bars", "a peer", ours, theirs),
            Throws.TypeOf<OutputsDifferException>().With.Message.Contains("a peer"));
}
