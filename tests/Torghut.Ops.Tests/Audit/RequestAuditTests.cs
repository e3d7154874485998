using Torghut.Ops.Audit;

namespace Torghut.Ops.Tests.Audit;

public sealed class RequestAuditTests
{
    private string _folder = "";

    private string AuditFile => Path.Combine(_folder, "audit.jsonl");

    [SetUp]
    public void Prepare() => _folder = Directory.CreateTempSubdirectory("torghut-request-audit-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    /// <summary>It was answered as if nothing had been changed, and called failed where the disk took that line again.</summary>
    [Test]
    public void Made_EndCannotBeWritten_SaysThatItWasChanged()
    {
        var isChanged = false;
        Assert.Throws<UnfinishedAuditException>(() => Make(() =>
        {
            SpoilAudit();
            return isChanged = true;
        }));
        Assert.That(isChanged);
    }

    [Test]
    public void Made_ChangeFailsAndSoDoesTheAudit_KeepsTheCause() => Assert.Throws<InvalidOperationException>(() => Make(() =>
    {
        SpoilAudit();
        throw new InvalidOperationException("the cause");
    }));

    [Test]
    public void Made_UnderWay_IsNotUnknownToOthers()
    {
        IReadOnlyList<AuditEntry>? unknown = null;
        Make(() => (unknown = new AuditTrail(new AuditOptions { File = AuditFile }, "other", TimeProvider.System).Unknown("a")) is not null);
        Assert.That(unknown, Is.Empty);
        Assert.That(File.ReadLines(AuditFile).Select(line => AuditEntry.Parse(line)!.Phase), Is.EqualTo(new[] { AuditPhase.Intended, AuditPhase.Done }));
    }

    private bool Make(Func<bool> change) =>
        new RequestAudit(new AuditOptions { File = AuditFile }, TimeProvider.System).Made("a", "me", "r", "what", change);

    /// <summary>A folder in the file's place refuses every writer, the superuser too.</summary>
    private void SpoilAudit()
    {
        File.Delete(AuditFile);
        Directory.CreateDirectory(AuditFile);
    }
}
