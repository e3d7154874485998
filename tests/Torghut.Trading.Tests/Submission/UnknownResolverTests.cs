using Torghut.Trading.Decisions;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;
using Torghut.Trading.Submission;

namespace Torghut.Trading.Tests.Submission;

/// <summary>What is not known becomes known by the broker's evidence alone.</summary>
public sealed class UnknownResolverTests
{
    private static readonly TimeSpan BeyondGrace = TimeSpan.FromSeconds(6);

    private SubmissionRig _rig = null!;

    [SetUp]
    public void Create() => _rig = new SubmissionRig();

    [TearDown]
    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Test]
    public async Task NotFound_OnceHoweverLate_ProvesNothing()
    {
        var row = Unknown(BeyondGrace);
        Assert.That(await ResolveAsync(), Is.Zero);
        Assert.That((_rig.Decisions.StateOf(row), _rig.Blocks.UnresolvedOrders), Is.EqualTo((OrderState.Unknown, 1)));
        Assert.That(await ResolveAsync(), Is.EqualTo(1));
        Assert.That(_rig.Decisions.StateOf(row), Is.EqualTo(OrderState.Approved), "it may be sent again");
    }

    [Test]
    public async Task NotFound_HoweverOftenWithinTheGrace_ProvesNothing()
    {
        var row = Unknown(TimeSpan.FromSeconds(4.9));
        for (var i = 0; i < 5; i++)
        {
            Assert.That(await ResolveAsync(), Is.Zero);
        }

        Assert.That(_rig.Decisions.StateOf(row), Is.EqualTo(OrderState.Unknown));
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task OneOfTwoFound_TheOtherStillBlocksEntries(int found)
    {
        var rows = new[] { Unknown(TimeSpan.Zero), Unknown(TimeSpan.Zero) };
        _rig.AtTheBroker[rows[found].DecisionHash] = _rig.Order(rows[found].DecisionHash);
        Assert.That(await ResolveAsync(), Is.EqualTo(1));
        Assert.That(_rig.Blocks.UnresolvedOrders, Is.EqualTo(1));
        Assert.That(_rig.Reports.Reports.Single().Report, Is.EqualTo(
            new OrderReport(_rig.AtTheBroker[rows[found].DecisionHash], OrderReportSources.Lookup)));
    }

    [Test]
    public async Task Found_EveryOne_OpensTheWay()
    {
        var row = Unknown(TimeSpan.Zero);
        _rig.AtTheBroker[row.DecisionHash] = _rig.Order(row.DecisionHash);
        await ResolveAsync();
        Assert.That(_rig.Blocks.UnresolvedOrders, Is.Zero);
    }

    /// <summary>The tick that looks goes on to exits; the order itself stays unknown and keeps entries back.</summary>
    [Test]
    public async Task LookupFails_OfOneOrder_KeepsNeitherTheOthersNorTheTick()
    {
        var rows = new[] { Unknown(BeyondGrace), Unknown(BeyondGrace) };
        _rig.LookupFails = id => id == rows[0].DecisionHash;
        _rig.AtTheBroker[rows[1].DecisionHash] = _rig.Order(rows[1].DecisionHash);
        Assert.That(await ResolveAsync(), Is.EqualTo(1));
        Assert.That((_rig.Decisions.StateOf(rows[0]), _rig.Blocks.UnresolvedOrders), Is.EqualTo((OrderState.Unknown, 1)));
        _rig.LookupFails = _ => false;
        Assert.That(await ResolveAsync(), Is.EqualTo(1), "a failed look-up is none that found nothing");
        Assert.That(_rig.Decisions.StateOf(rows[0]), Is.EqualTo(OrderState.Unknown));
    }

    /// <summary>Each of them would wait for a time-out, and exits with it.</summary>
    [Test]
    public async Task LookupFails_OfEveryOrder_IsGivenUpUntilTheNextTick()
    {
        for (var i = 0; i < 10; i++)
        {
            Unknown(BeyondGrace);
        }

        var lookups = 0;
        _rig.LookupFails = _ => ++lookups > 0;
        Assert.That(await ResolveAsync(), Is.Zero);
        Assert.That((lookups, _rig.Blocks.UnresolvedOrders), Is.EqualTo((3, 10)));
    }

    private Task<int> ResolveAsync() => _rig.Get<UnknownResolver>().ResolveAsync(CancellationToken.None);

    private DecisionRow Unknown(TimeSpan sinceClaim)
    {
        var row = _rig.Approved() with { Status = OrderState.Unknown.Name() };
        _rig.Decisions.Add(row);
        _rig.Orders.Unresolved.Add(new UnresolvedOrder(row, sinceClaim));
        return row;
    }
}
