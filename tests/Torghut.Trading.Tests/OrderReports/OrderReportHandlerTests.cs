using Torghut.Testing;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Safety;
using Torghut.Trading.Tests.Submission;

namespace Torghut.Trading.Tests.OrderReports;

/// <summary>What follows from a report once it is stored.</summary>
public sealed class OrderReportHandlerTests
{
    private SubmissionRig _rig = null!;
    private CancellationTokenSource _stopping = null!;
    private Task _running = Task.CompletedTask;

    private EmergencyStop Stop => _rig.Get<EmergencyStop>();

    [SetUp]
    public async Task StopEverythingAsync()
    {
        _rig = new SubmissionRig();
        _stopping = new CancellationTokenSource();
        _running = Stop.RunAsync(_stopping.Token);
        await Stop.EngageAsync("drill", "tester");
        await EmptiedAsync(1);
    }

    [TearDown]
    public async Task RemoveAsync()
    {
        await _stopping.CancelAsync();
        await Assert.ThatAsync(() => _running, Throws.InstanceOf<OperationCanceledException>());
        _stopping.Dispose();
        await _rig.DisposeAsync();
    }

    /// <summary>An order of ours that works behind a mass cancel slipped past it.</summary>
    [Test]
    public async Task Apply_OurOrderWorksWhileStopped_EverythingIsCancelledAgain()
    {
        await ApplyAsync("new", external: false);
        await EmptiedAsync(2);
    }

    /// <summary>Orders of others are left to those who sent them; one that has ended needs no cancel, and one that was told before had its own.</summary>
    [TestCase("new", true, true)]
    [TestCase("filled", false, true)]
    [TestCase("new", false, false)]
    public async Task Apply_AnyOther_CancelsNothing(string status, bool external, bool changed)
    {
        await ApplyAsync(status, external, changed);
        var looks = 0;
        await Eventually.HoldsAsync(() => ++looks > 4, "long enough for what must not happen");
        Assert.That((_rig.Book.Cancels.Count, Stop.LastMassCancel.State), Is.EqualTo((1, MassCancelStatus.BookEmpty)));
    }

    [Test]
    public async Task Apply_NewOrderOfOthers_BlocksEntries()
    {
        _rig.Reports.Result = _rig.Reports.Result with { IsNew = true, External = true };
        await _rig.Get<OrderReportHandler>().ApplyAsync("first", Report("new"), CancellationToken.None);
        Assert.That(_rig.Blocks.ExternalOrders, Is.Positive);
    }

    private OrderReport Report(string status) => new(_rig.Order("c1", status), OrderReportSources.TradeUpdates);

    private async Task ApplyAsync(string status, bool external, bool changed = true)
    {
        _rig.Reports.Result = _rig.Reports.Result with { IsNew = false, Changed = changed, External = external };
        await _rig.Get<OrderReportHandler>().ApplyAsync("first", Report(status), CancellationToken.None);
    }

    private Task EmptiedAsync(int cancels) => Eventually.HoldsAsync(
        () =>
        {
            _rig.Time.Advance(TimeSpan.FromMilliseconds(250));
            return _rig.Book.Cancels.Count == cancels && Stop.LastMassCancel.State == MassCancelStatus.BookEmpty;
        },
        $"{cancels} mass cancels");
}
