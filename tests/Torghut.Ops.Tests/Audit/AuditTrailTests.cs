using Torghut.Ops.Audit;

namespace Torghut.Ops.Tests.Audit;

public sealed class AuditTrailTests
{
    private string _file = "";

    [SetUp]
    public void Prepare() => _file = Path.Combine(Directory.CreateTempSubdirectory("torghut-audit-").FullName, "audit.jsonl");

    [TearDown]
    public void Remove() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Test]
    public void Unknown_IntendedAndNeverReported_IsListed()
    {
        var audit = Open();
        audit.Write(AuditPhase.Intended, "a", "why", "one");
        audit.Write(AuditPhase.Done, "a", "why", "one");
        audit.Write(AuditPhase.Intended, "a", "why", "two");
        audit.Write(AuditPhase.Intended, "b", "why", "three");
        audit.Write(AuditPhase.Intended, "a", "why", "four");
        audit.Write(AuditPhase.Failed, "a", "why", "four");
        Assert.That(Open().Unknown("a").Select(entry => entry.Detail), Is.EqualTo(new[] { "two" }));
    }

    /// <summary>A line that a crash cut short took the next one with it.</summary>
    [Test]
    public void Write_AfterATornLine_StandsAlone()
    {
        File.WriteAllText(_file, "{\"at\":\"2026-");
        Open().Write(AuditPhase.Intended, "a", "why", "one");
        Assert.That(Open().Unknown("a").Select(entry => entry.Detail), Is.EqualTo(new[] { "one" }));
    }

    private AuditTrail Open() => new(new AuditOptions { File = _file }, "someone", TimeProvider.System);
}
