using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots.History;

namespace Torghut.Ops.Tests.Snapshots;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HistoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("torghut-history-").FullName;

    [Test]
    public void Keep_MoreThanAreKept_LosesTheOldest()
    {
        var history = History(keep: 3);
        var ids = Enumerable.Range(0, 5).Select(minute => At(minute)).Select(snapshot =>
        {
            history.Keep(snapshot);
            return SnapshotHistory.IdOf(snapshot);
        }).ToArray();
        Assert.That(history.List(10, null).Select(stored => stored.Id), Is.EqualTo(ids.Skip(2).Reverse()));
        Assert.That(history.List(10, ids[4]).Select(stored => stored.Id), Is.EqualTo(new[] { ids[3], ids[2] }));
        Assert.That(history.Find(ids[4])!.Headline, Is.EqualTo(At(4).Headline));
        Assert.That(history.Find(ids[0]), Is.Null);
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(3));
    }

    [TestCase("../../etc/passwd")]
    [TestCase("20260212T150001000Z-0000000")]
    [TestCase("20260212T150001000Z-00000000\n")]
    [TestCase("")]
    public void Find_NoId_IsNothing(string id) => Assert.That(History().Find(id), Is.Null);

    [Test]
    public void List_FileThatIsDamaged_IsLeftOut()
    {
        var history = History();
        history.Keep(At(1));
        File.WriteAllText(Path.Combine(_folder, "20260212T150001000Z-00000000.json"), "{\"metadata\":");
        Assert.That(history.List(10, null), Has.Count.EqualTo(1));
    }

    [Test]
    public void Keep_FolderThatCannotBeMade_DoesNotFail()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        Assert.That(() => new SnapshotHistory(new HistoryOptions { Directory = file }, NullLogger<SnapshotHistory>.Instance).Keep(At(1)), Throws.Nothing);
    }

    [Test]
    public void Keep_NoFolderNamed_KeepsNone()
    {
        var history = new SnapshotHistory(new HistoryOptions(), NullLogger<SnapshotHistory>.Instance);
        history.Keep(At(1));
        Assert.That((history.IsKept, history.List(10, null).Count), Is.EqualTo((false, 0)));
    }

    [Test]
    public void Between_HealthyAndIll_SaysWhatBecameOtherwise()
    {
        var difference = SnapshotDifference.Between(SampleSnapshots.Healthy(), SampleSnapshots.Ill());
        Assert.Multiple(() =>
        {
            Assert.That(difference.Verdict, Is.EqualTo("GREEN → RED"));
            Assert.That(difference.Appeared, Has.Member("RED data_pipeline_incident (clickhouse)"));
            Assert.That(difference.Ended, Is.Empty);
            Assert.That(difference.Facts, Has.Member("clickhouse.ping: ok → unreachable").And.Member("universe.symbols: is gone")
                .And.Member("ta.readyz.ready: true → false"));
            Assert.That(difference.ToText(), Does.Contain("~ universe.symbols: is gone\n").And.Not.Contain('\u001b'));
            Assert.That(SnapshotDifference.Between(SampleSnapshots.Ill(), SampleSnapshots.Healthy()).Ended, Is.EqualTo(difference.Appeared));
        });
    }

    [Test]
    public void Between_TimesOnly_IsNoDifference()
    {
        var difference = SnapshotDifference.Between(At(1), At(2));
        Assert.That((difference.IsEmpty, difference.ToText()), Is.EqualTo((true, $"from {difference.From} to {difference.To}\nno difference\n")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static SystemSnapshot At(int minute)
    {
        var snapshot = SampleSnapshots.Healthy();
        return snapshot with { Metadata = snapshot.Metadata with { CaptureEnded = Facts.Now.AddMinutes(minute) } };
    }

    private SnapshotHistory History(int keep = 10) =>
        new(new HistoryOptions { Directory = _folder, Keep = keep }, NullLogger<SnapshotHistory>.Instance);
}
