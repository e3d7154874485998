using Torghut.Ops.Actuation;
using Torghut.Ops.Audit;
using Torghut.Testing;

namespace Torghut.Ops.Integration.Tests;

/// <summary>Commands of several processes at once and one audit.</summary>
public sealed class AuditRaceTests
{
    private const int Commands = 3;
    private const int OwnLines = 100;

    /// <summary>Below what a command waits for the others.</summary>
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(3);

    /// <summary>Others get their turn: whoever holds the file all the time starves them.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(20);

    private string _folder = "";

    private string AuditFile => Path.Combine(_folder, "audit.jsonl");

    [SetUp]
    public void Prepare() => _folder = Directory.CreateTempSubdirectory("torghut-ops-audit-").FullName;

    [TearDown]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    /// <summary>A command that found the file in use gave up, and its change was neither made nor refused in the audit.</summary>
    [Test]
    public async Task Audit_HeldByAnotherProcess_IsWaitedFor()
    {
        await using var command = Start();
        await using (new FileStream(AuditFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            await Eventually.HoldsAsync(
                () => command.HasExited || command.Output.Contains("Refused, nothing was changed", StringComparison.Ordinal), "the command refuses");

            // It has nothing left to do but to write that down: a command that gave up would be gone within this.
            await Assert.ThrowsAsync<TimeoutException>(() => command.WaitForExitAsync(Held), command.Output);
        }

        Assert.That(await command.WaitForExitAsync(), Is.EqualTo(65), command.Output);
        Assert.That(AuditEntry.Parse(File.ReadLines(AuditFile).Single())!.Phase, Is.EqualTo(AuditPhase.Refused));
    }

    [Test]
    public async Task Audit_ManyProcessesAtOnce_KeepsEveryLineWhole()
    {
        var commands = Enumerable.Range(0, Commands).Select(_ => Start()).ToList();
        var own = new AuditTrail(new AuditOptions { File = AuditFile }, "test", TimeProvider.System);
        for (var i = 0; i < OwnLines || commands.Any(command => !command.HasExited); i++)
        {
            own.Write(AuditPhase.Done, "test", "race", $"{i}");
            await Task.Delay(Turn, TimeProvider.System);
        }

        foreach (var command in commands)
        {
            Assert.That(await command.WaitForExitAsync(), Is.EqualTo(65), command.Output);
            await command.DisposeAsync();
        }

        var lines = File.ReadAllLines(AuditFile).Select(AuditEntry.Parse).ToList();
        Assert.That(lines, Has.None.Null);
        Assert.That(lines.Count(line => line!.Phase == AuditPhase.Refused), Is.EqualTo(Commands));
        var numbers = lines.Where(line => line!.Phase == AuditPhase.Done).Select(line => line!.Detail).ToList();
        Assert.That(numbers, Is.EqualTo(Enumerable.Range(0, numbers.Count).Select(i => $"{i}")));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1), "no mark of a command is left");
    }

    private ServiceProcess Start() => ServiceProcess.Start(
        "torghut-ops", new Dictionary<string, string> { ["OPS_AUDIT_FILE"] = AuditFile },
        "actuate", "--change", "suspend-ta", "--reason", "race", "--confirm", Actuator.Confirmation);
}
