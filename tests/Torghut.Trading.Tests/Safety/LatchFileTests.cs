using Torghut.Trading.Safety;

namespace Torghut.Trading.Tests.Safety;

public sealed class LatchFileTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 6, 17, 0, 0, TimeSpan.Zero);

    private string _folder = "";

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("torghut-latch-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Read_FirstStart_NotEngagedAndFileExists()
    {
        Assert.That(new LatchFile(_folder).Read(Now), Is.EqualTo(new LatchFileState([], null)).Using<LatchFileState>(Same));
        Assert.That(File.Exists(Path.Combine(_folder, LatchFile.FileName)), Is.True);
    }

    [Test]
    public void Write_Engaged_ReadByTheNextProcess()
    {
        var file = new LatchFile(_folder);
        file.Read(Now);
        var engaged = Latch.All.Select(latch => EngagedLatch.By(latch, LatchCall.New($"reason of {latch}", "tester", Now))
            .And(LatchCall.New("further", "another", Now.AddSeconds(1)))).ToList();
        file.Write(engaged);
        Assert.That(new LatchFile(_folder).Read(Now.AddDays(1)), Is.EqualTo(new LatchFileState(engaged, null)).Using<LatchFileState>(Same));
        file.Write([]);
        Assert.That(new LatchFile(_folder).Read(Now).Engaged, Is.Empty);
    }

    /// <summary>What Postgres knows is in the file too, and tried there again: only Postgres can say that it knows.</summary>
    [Test]
    public void Write_SavedLatch_ReadAsUnsaved()
    {
        var call = LatchCall.New("drill", "tester", Now);
        var file = new LatchFile(_folder);
        file.Write([new EngagedLatch(Latch.ExitsOnly, call, [])]);
        Assert.That(file.Read(Now).Engaged.Single().Unsaved, Is.EqualTo(new[] { call }));
    }

    [TestCase("""{"actor":"tester","engaged":true,"reason":"old"}""", true)]
    [TestCase("""{"actor":"","engaged":false,"reason":""}""", false)]
    public void Read_FileOfTheVersionBefore_IsUnderstood(string text, bool engaged)
    {
        File.WriteAllText(Path.Combine(_folder, LatchFile.FileName), text);
        var state = new LatchFile(_folder).Read(Now);
        Assert.That(state.Fault, Is.Null);
        Assert.That(
            state.Engaged.Select(latch => (latch.Latch, latch.Engagement.Reason, latch.Engagement.Actor, latch.Unsaved.Count)),
            Is.EqualTo(engaged ? new[] { (Latch.EmergencyStop, "old", "tester", 1) } : []));
    }

    [Test]
    public void Write_Any_TheVersionBeforeUnderstandsIt()
    {
        var file = new LatchFile(_folder);
        file.Write([EngagedLatch.By(Latch.EmergencyStop, LatchCall.New("drill", "tester", Now))]);
        using var document = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, LatchFile.FileName)));
        Assert.That((document.RootElement.GetProperty("engaged").GetBoolean(), document.RootElement.GetProperty("reason").GetString()), Is.EqualTo((true, "drill")));
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("{\"engaged\":\"no\",\"reason\":\"\"}")]
    [TestCase("{\"reason\":\"\"}")]
    [TestCase("{\"engaged\":true,\"reason\":\"\"}")]
    [TestCase("{\"engaged\":false,\"reason\":\"\",\"actor\":\"\",\"latches\":{}}")]
    [TestCase("{\"engaged\":false,\"reason\":\"\",\"actor\":\"\",\"latches\":[{\"latch\":\"daily_loss\",\"calls\":[]}]}")]
    [TestCase("{\"engaged\":false,\"reason\":\"\",\"actor\":\"\",\"latches\":[{\"latch\":\"later\",\"calls\":[{\"id\":\"1\",\"reason\":\"\",\"actor\":\"\",\"at\":\"2026-02-06T17:00:00Z\"}]}]}")]
    [TestCase("{\"engaged\":false,\"reason\":\"\",\"actor\":\"\",\"latches\":[{\"latch\":\"daily_loss\",\"calls\":[{\"id\":\"1\",\"reason\":\"\",\"actor\":\"\",\"at\":\"noon\"}]}]}")]
    public void Read_Unreadable_CountsAsEngaged(string text)
    {
        File.WriteAllText(Path.Combine(_folder, LatchFile.FileName), text);
        var state = new LatchFile(_folder).Read(Now);
        Assert.That((state.Engaged.Single().Latch, state.Fault is not null), Is.EqualTo((Latch.EmergencyStop, true)));
    }

    [Test]
    public void Read_FolderCannotBeMade_CountsAsEngaged()
    {
        var path = Path.Combine(_folder, "file");
        File.WriteAllText(path, "");
        Assert.That(new LatchFile(Path.Combine(path, "state")).Read(Now).Engaged, Has.Count.EqualTo(1));
    }

    private static bool Same(LatchFileState a, LatchFileState b) => a.Fault == b.Fault && a.Engaged.Count == b.Engaged.Count
        && a.Engaged.Zip(b.Engaged).All(pair => pair.First.Latch == pair.Second.Latch && pair.First.Calls.SequenceEqual(pair.Second.Calls));
}
