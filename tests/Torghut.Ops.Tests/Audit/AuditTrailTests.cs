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

    /// <summary>What a command that still runs has intended may yet be done; once it is over, however that came, it is unknown.</summary>
    [Test]
    public void Unknown_CommandThatStillRuns_IsNotAmongIt()
    {
        var audit = Open();
        using (audit.Begin())
        {
            audit.Write(AuditPhase.Intended, "a", "why", "one");
            Assert.That(Open().Unknown("a"), Is.Empty);
        }

        Assert.That(Open().Unknown("a").Select(entry => entry.Detail), Is.EqualTo(new[] { "one" }));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(_file)!), Has.Length.EqualTo(1), "no mark is left");
    }

    /// <summary>The mark of a command that was killed is there, and nobody holds it.</summary>
    [Test]
    public void Unknown_CommandThatWasKilled_IsListedAndItsMarkGoes()
    {
        var audit = Open();
        audit.Write(AuditPhase.Intended, "a", "why", "one");
        var mark = $"{_file}.{Open().Unknown("a").Single().ChangeId}.running";
        File.WriteAllText(mark, "");
        Assert.That(Open().Unknown("a"), Has.Count.EqualTo(1));
        Assert.That(File.Exists(mark), Is.False);
    }

    /// <summary>Two writers at once wrote over each other's lines.</summary>
    [Test]
    public async Task Write_ManyAtOnce_KeepsEveryLine()
    {
        await Parallel.ForAsync(0, 8, async (writer, cancellationToken) =>
        {
            var audit = Open();
            for (var i = 0; i < 8; i++)
            {
                // Others get their turn: all lines together take a slow disk longer than one writer waits.
                audit.Write(AuditPhase.Intended, "a", "why", $"{writer}-{i}");
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
            }
        });
        var lines = File.ReadAllLines(_file).Select(AuditEntry.Parse).ToList();
        Assert.That(lines, Has.None.Null);
        Assert.That(lines.Select(line => line!.Detail), Is.EquivalentTo(Enumerable.Range(0, 64).Select(i => $"{i / 8}-{i % 8}")));
    }

    [Test]
    public void Write_FileThatIsNeverReleased_SaysWhoHoldsWhatAndEnds()
    {
        using var held = new FileStream(_file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var audit = new AuditTrail(new AuditOptions { File = _file }, "someone", new HastyTime());
        Assert.That(
            () => audit.Write(AuditPhase.Intended, "a", "why", "one"),
            Throws.TypeOf<IOException>().With.Message.Contains($"the audit {_file} is held by another command"));
        Assert.That(held.Length, Is.Zero);
    }

    /// <summary>A clock that is five seconds further each time it is asked.</summary>
    private sealed class HastyTime : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _seconds += 5;
    }

    private AuditTrail Open() => new(new AuditOptions { File = _file }, "someone", TimeProvider.System);
}
