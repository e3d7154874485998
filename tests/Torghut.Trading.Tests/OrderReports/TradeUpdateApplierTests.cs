using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Tests.Execution;
using Torghut.Trading.Tests.Submission;

namespace Torghut.Trading.Tests.OrderReports;

/// <summary>Which records of the stream reach the store, and as what.</summary>
public sealed class TradeUpdateApplierTests
{
    private static readonly DateTimeOffset Updated = new(2026, 4, 6, 15, 54, 28, 100, TimeSpan.Zero);

    private readonly RecordEncoder<TradeUpdate> _encoder = new(RecordCodecs.TradeUpdate, OneSchema.Id);
    private SubmissionRig _rig = null!;

    [SetUp]
    public void Create() => _rig = new SubmissionRig();

    [TearDown]
    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Test]
    public async Task Apply_RecordOfOurAccount_ReachesTheStore()
    {
        Assert.That(await ApplyAsync(Update()), Is.EqualTo("applied"));
        var (label, report) = _rig.Reports.Reports.Single();
        Assert.That((label, report.Order.OrderId, report.Source), Is.EqualTo(("paper", "o-odd", OrderReportSources.TradeUpdates)));
    }

    [Test]
    public async Task Apply_RecordOfAnotherAccount_ChangesNothing()
    {
        Assert.That(await ApplyAsync(Update() with { AccountLabel = "live-main" }), Is.EqualTo("other_account"));
        Assert.That(_rig.Reports.Reports, Is.Empty);
    }

    [Test]
    public async Task Apply_RecordThatWasKnown_IsCountedAsRepeated()
    {
        _rig.Reports.Result = _rig.Reports.Result with { NewEvent = false };
        Assert.That(await ApplyAsync(Update()), Is.EqualTo("repeated"));
    }

    /// <summary>The snapshot may be older than the event that it comes with, and the other way round: what is said later is said later.</summary>
    [TestCase(-10)]
    [TestCase(10)]
    public async Task Apply_SnapshotAndEvent_AreAsOldAsTheNewer(int seconds)
    {
        await ApplyAsync(Update(seconds));
        Assert.That(_rig.Reports.Reports.Single().Report.View.UpdatedAt, Is.EqualTo(seconds > 0 ? Updated.AddSeconds(seconds) : Updated));
    }

    [TestCase("fill", false)]
    [TestCase("partial_fill", false)]
    [TestCase("canceled", false)]
    [TestCase("trade_bust", true)]
    [TestCase("trade_correct", true)]
    public async Task Apply_Event_OnlyATakenBackFillCorrects(string name, bool corrects)
    {
        await ApplyAsync(Update() with { Event = name });
        var view = _rig.Reports.Reports.Single().Report.View;
        Assert.That(view.CorrectedAt, Is.EqualTo(corrects ? view.UpdatedAt : null));
    }

    private static TradeUpdate Update(int seconds = 0)
    {
        var at = (Updated.AddSeconds(seconds).UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100;
        return new TradeUpdate(
            new Envelope(at, at, "trade_updates", Channels.TradeUpdates, "MSFT", 1, true, Sources.WebSocket, null), "paper", "fill", "x1", "o-odd", "c-odd",
            "partially_filled", "100", "4", null, "4", "100.25", BrokerAnswers.Text(BrokerAnswers.Order));
    }

    private async Task<string> ApplyAsync(TradeUpdate update) =>
        (await _rig.Get<TradeUpdateApplier>().ApplyAsync(_encoder.Encode(update), null, CancellationToken.None)).Word;
}
