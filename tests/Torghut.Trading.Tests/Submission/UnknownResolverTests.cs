using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;
using Torghut.Trading.Submission;
using Torghut.Trading.Tests.Advisory;

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

    /// <summary>The tick that looks goes on; the order itself stays unknown and keeps entries back.</summary>
    [TestCase(true)]
    [TestCase(false)]
    public async Task LookupFails_OfOneOrder_KeepsNeitherTheOthersNorTheTick(bool isTransient)
    {
        var rows = new[] { Unknown(BeyondGrace), Unknown(BeyondGrace) };
        _rig.LookupFails = id => id == rows[0].DecisionHash ? Failure(isTransient) : null;
        _rig.AtTheBroker[rows[1].DecisionHash] = _rig.Order(rows[1].DecisionHash);
        Assert.That(await ResolveAsync(), Is.EqualTo(isTransient ? 0 : 1));
        _rig.Orders.Unresolved.RemoveAll(order => !isTransient && order.Row == rows[1]);
        Assert.That(await ResolveAsync(), Is.EqualTo(isTransient ? 1 : 0), "the others come first then");
        Assert.That((_rig.Decisions.StateOf(rows[0]), _rig.Blocks.UnresolvedOrders), Is.EqualTo((OrderState.Unknown, 1)));
        _rig.Orders.Unresolved.RemoveAll(order => order.Row == rows[1]);
        _rig.LookupFails = _ => null;
        Assert.That(await ResolveAsync(), Is.Zero);
        Assert.That(await ResolveAsync(), Is.EqualTo(1), "a failed look-up is none that found nothing");
    }

    /// <summary>Each of them would wait for a time-out, and exits with it.</summary>
    [Test]
    public async Task LookupFails_BrokerAway_IsGivenUpUntilTheNextTickWhichAsksForAnother()
    {
        for (var i = 0; i < 3; i++)
        {
            Unknown(BeyondGrace);
        }

        var asked = new List<string>();
        var log = new LogLines();
        var resolver = _rig.Make<UnknownResolver>(log.For<UnknownResolver>());
        _rig.LookupFails = id =>
        {
            asked.Add(id);
            return Failure(isTransient: true);
        };
        for (var tick = 1; tick <= 6; tick++)
        {
            Assert.That(await resolver.ResolveAsync(CancellationToken.None), Is.Zero);
            Assert.That((asked.Count, _rig.Blocks.UnresolvedOrders), Is.EqualTo((tick, 3)));
        }

        var hashes = _rig.Orders.Unresolved.Select(order => order.Row.DecisionHash).ToList();
        Assert.That(asked, Is.EqualTo(hashes.Concat(hashes)));
        Assert.That(hashes.Select(hash => log.Lines.Count(line => line.Contains(hash, StringComparison.Ordinal))), Is.All.EqualTo(1));
    }

    /// <summary>The position shows what may have been sold: another sale of it would be one too many. What only adds to it is in no exit's way.</summary>
    [TestCase(false, true)]
    [TestCase(true, false)]
    public async Task Unresolved_ClosingOrderOfTheSameSymbolAndSide_Waits(bool isOtherSide, bool waits)
    {
        var lost = Unknown(BeyondGrace);
        _rig.LookupFails = _ => Failure(isTransient: true);
        await ResolveAsync();
        var exit = _rig.Approved(opens: false) with { Action = isOtherSide ? "sell" : lost.Action };
        Assert.That(await _rig.SubmitAsync(exit), Is.EqualTo(waits ? SubmitResult.Kept : SubmitResult.Left));
        Assert.That(_rig.Decisions.StateOf(exit), Is.EqualTo(waits ? OrderState.Approved : OrderState.Submitting));
        if (waits)
        {
            _rig.LookupFails = _ => null;
            _rig.AtTheBroker[lost.DecisionHash] = _rig.Order(lost.DecisionHash);
            await ResolveAsync();
            Assert.That(await _rig.SubmitAsync(exit), Is.EqualTo(SubmitResult.Left), "the broker shows the first one");
        }
    }

    /// <summary>Before the next look, too.</summary>
    [Test]
    public async Task OutcomeLost_ClosingOrderOfTheSameSymbolAndSide_Waits()
    {
        _rig.Blocks.OutcomeLost("AAPL", "buy");
        Assert.That(await _rig.SubmitAsync(_rig.Approved(opens: false)), Is.EqualTo(SubmitResult.Kept));
    }

    private static BrokerException Failure(bool isTransient) => new("away", isTransient, retryAt: null);

    private Task<int> ResolveAsync() => _rig.Get<UnknownResolver>().ResolveAsync(CancellationToken.None);

    private DecisionRow Unknown(TimeSpan sinceClaim)
    {
        var row = _rig.Approved() with { Status = OrderState.Unknown.Name() };
        _rig.Decisions.Add(row);
        _rig.Orders.Unresolved.Add(new UnresolvedOrder(row, sinceClaim));
        return row;
    }
}
