using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Ta.Compute;
using Torghut.Ta.Engine;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Golden;

namespace Torghut.Ta.Tests.Compute;

/// <summary>Symbols that are run side by side give what they give one after the other, in the order of time.</summary>
[TestFixture]
internal sealed class MergedRunTests
{
    private static readonly DateOnly Date = new(2013, 10, 7);

    [Test]
    public void RunMerged_AllSymbolsOfADay_SameRecordsInTheOrderOfTime()
    {
        using var day = RecordedDay.Open(Date);
        var sets = TickSet.Find(new ComputeArguments(day.Folder, [], "-", OutputFormat.Csv, [], Date));
        var apart = new EngineRun();
        var oneByOne = new OfflineRun(new EngineOptions(), apart);
        foreach (var set in sets)
        {
            oneByOne.Run(set, _ => { }, CancellationToken.None);
        }

        var merged = new InOrder();
        var together = new OfflineRun(new EngineOptions(), merged);
        together.RunMerged(sets, _ => { }, CancellationToken.None);
        Assert.That(sets, Has.Count.GreaterThan(1));
        Assert.That(merged.Bars.OrderBy(Key), Is.EqualTo(apart.BarLog.OrderBy(Key)));
        Assert.That(merged.Signals.OrderBy(Key), Is.EqualTo(apart.SignalLog.OrderBy(Key)));
        Assert.That((together.Trades, together.Quotes, together.Late), Is.EqualTo((oneByOne.Trades, oneByOne.Quotes, oneByOne.Late)));
        Assert.That(merged.Keys, Is.Ordered.And.Unique);
    }

    /// <summary>What is computed of ticks that end at an instant is what was computed of all of them up to then.</summary>
    [TestCase(15, 0)]
    [TestCase(17, 23)]
    public void RunMerged_TicksThatEnd_SameRecordsUpToThen(int hour, int minute)
    {
        var until = Nanos.Of(new DateTimeOffset(2013, 10, 7, hour, minute, 0, TimeSpan.Zero));
        using var day = RecordedDay.Open(Date);
        var (whole, cut) = (new InOrder(), new InOrder());
        var all = new ComputeArguments(day.Folder, [], "-", OutputFormat.Csv, [], Date);
        new OfflineRun(new EngineOptions(), whole).RunMerged(TickSet.Find(all), _ => { }, CancellationToken.None);
        new OfflineRun(new EngineOptions(), cut).RunMerged(TickSet.Find(all with { Until = until }), _ => { }, CancellationToken.None);
        Assert.That(cut.Bars.Where(bar => bar.Envelope.EventTs <= until), Is.EqualTo(whole.Bars.Where(bar => bar.Envelope.EventTs <= until)));
        Assert.That(cut.Signals.Where(signal => signal.Envelope.EventTs <= until), Is.EqualTo(whole.Signals.Where(signal => signal.Envelope.EventTs <= until)));
        Assert.That(cut.Bars, Has.Count.LessThan(whole.Bars.Count).And.Not.Empty);
    }

    /// <summary>Bars know nothing of what was before them, wherever the ticks begin.</summary>
    [Test]
    public void RunMerged_TicksThatBeginLater_SameBarsFromThere()
    {
        var since = Nanos.Of(new DateTimeOffset(2013, 10, 7, 15, 0, 0, TimeSpan.Zero));
        using var day = RecordedDay.Open(Date);
        var (whole, later) = (new InOrder(), new InOrder());
        var all = new ComputeArguments(day.Folder, [], "-", OutputFormat.Csv, [], Date);
        new OfflineRun(new EngineOptions(), whole).RunMerged(TickSet.Find(all), _ => { }, CancellationToken.None);
        new OfflineRun(new EngineOptions(), later).RunMerged(TickSet.Find(all with { Since = since }), _ => { }, CancellationToken.None);
        Assert.That(later.Bars, Is.EqualTo(whole.Bars.Where(bar => bar.Envelope.EventTs > since)));
        Assert.That(later.Bars, Has.Count.LessThan(whole.Bars.Count).And.Not.Empty);
    }

    private static (long, string) Key(Microbar bar) => (bar.Envelope.EventTs, bar.Envelope.Symbol);

    private static (long, string) Key(Signal signal) => (signal.Envelope.EventTs, signal.Envelope.Symbol);

    private sealed class InOrder : IEngineOutput
    {
        public List<Microbar> Bars { get; } = [];

        public List<Signal> Signals { get; } = [];

        public List<(long At, int Kind, string Symbol)> Keys { get; } = [];

        public void OnMicrobar(in Microbar bar)
        {
            Bars.Add(bar);
            Keys.Add((bar.Envelope.EventTs, 0, bar.Envelope.Symbol));
        }

        public void OnSignal(in Signal signal)
        {
            Signals.Add(signal);
            Keys.Add((signal.Envelope.EventTs, 1, signal.Envelope.Symbol));
        }
    }
}
