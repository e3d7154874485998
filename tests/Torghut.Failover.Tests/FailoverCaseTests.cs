namespace Torghut.Failover.Tests;

/// <summary>What the words of a case and of a set mean, and which node has a role.</summary>
public sealed class FailoverCaseTests
{
    private static readonly NodeRoles[] Nodes =
        [new(1, 5, ["torghut-trading"], 0), new(2, 4, ["torghut-ta-live"], 1), new(3, 4, [], 2)];

    [TestCase("group:stop:12", null, false, 0)]
    [TestCase("group+ta:stop:12", "torghut-ta", false, 0)]
    [TestCase("ta+group:stop:12:300", "torghut-ta", true, 300)]
    public void Parse_NodeAndService_NamesBothInTheirOrder(string text, string? service, bool serviceFirst, int apart) => Assert.That(
        FailoverCase.Parse(text),
        Is.EqualTo(new FailoverCase("group", service, serviceFirst, TimeSpan.FromMilliseconds(apart), true, TimeSpan.FromSeconds(12))));

    [TestCase("leader", 1)]
    [TestCase("group", 2)]
    [TestCase("both", 2)]
    public void Choose_ARole_GivesTheNodeThatHasMostOfIt(string role, int expected) =>
        Assert.That(FailoverCase.Parse(role + ":kill:5").Choose(Nodes).Node, Is.EqualTo(expected));

    [Test]
    public void Matrix_ThreeRounds_HasEveryCaseThreeTimes()
    {
        var cases = FailoverSets.Parse("matrix", 3);

        Assert.That(cases, Has.Count.EqualTo(54));
        Assert.That(cases.Distinct(), Has.Exactly(18).Items);
    }

    [TestCase("node-first", false)]
    [TestCase("service-first", true)]
    public void Pairs_OfEitherOrder_AreTenWithinOneSecondEach(string set, bool serviceFirst)
    {
        var cases = FailoverSets.Parse(set, 1);

        Assert.That(cases, Has.Count.EqualTo(10));
        Assert.That(cases.Select(one => (one.Role, one.Service)).Distinct(), Has.Exactly(9).Items);
        Assert.That(cases.Select(one => one.ServiceFirst), Is.All.EqualTo(serviceFirst));
        Assert.That(cases.Select(one => one.Apart), Is.All.LessThan(TimeSpan.FromSeconds(1)));
    }
}
