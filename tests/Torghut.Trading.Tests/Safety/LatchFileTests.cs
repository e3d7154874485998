using Torghut.Trading.Safety;

namespace Torghut.Trading.Tests.Safety;

public sealed class LatchFileTests
{
    private string _folder = "";

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("torghut-latch-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Read_FirstStart_NotEngagedAndFileExists()
    {
        Assert.That(new LatchFile(_folder).Read().Engaged, Is.False);
        Assert.That(File.Exists(Path.Combine(_folder, LatchFile.FileName)), Is.True);
    }

    [Test]
    public void Write_Engaged_ReadByTheNextProcess()
    {
        var file = new LatchFile(_folder);
        file.Read();
        file.Write(true, "drill", "tester");
        Assert.That(new LatchFile(_folder).Read(), Is.EqualTo(new LatchFileState(true, "drill", null)));
        file.Write(false, "over", "tester");
        Assert.That(new LatchFile(_folder).Read().Engaged, Is.False);
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("{\"engaged\":\"no\",\"reason\":\"\"}")]
    [TestCase("{\"reason\":\"\"}")]
    public void Read_Unreadable_CountsAsEngaged(string text)
    {
        File.WriteAllText(Path.Combine(_folder, LatchFile.FileName), text);
        var state = new LatchFile(_folder).Read();
        Assert.That((state.Engaged, state.Fault is not null), Is.EqualTo((true, true)));
    }

    [Test]
    public void Read_FolderCannotBeMade_CountsAsEngaged()
    {
        var path = Path.Combine(_folder, "file");
        File.WriteAllText(path, "");
        Assert.That(new LatchFile(Path.Combine(path, "state")).Read().Engaged, Is.True);
    }
}
