namespace Torghut.Failover.Tests;

/// <summary>What the words of a case mean, and which node has a role.</summary>
public sealed class FailoverCaseTests
{
    private static readonly NodeRoles[] Nodes =
        [new(1, 5, ["torghut-trading"], 0), new(2, 4, ["torghut-ta-live"], 1), new(3, 4, [], 2)];

    [Test]
    public void Parse_NodeAndService_NamesBoth() => Assert.That(
        FailoverCase.Parse("group+ta:stop:12"), Is.EqualTo(new FailoverCase("group", "torghut-ta", true, TimeSpan.FromSeconds(12))));

    [TestCase("leader", 1)]
    [TestCase("group", 2)]
    [TestCase("both", 2)]
    public void Choose_ARole_GivesTheNodeThatHasMostOfIt(string role, int expected) =>
        Assert.That(FailoverCase.Parse(role + ":kill:5").Choose(Nodes).Node, Is.EqualTo(expected));
}
