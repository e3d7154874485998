using System.Globalization;
using Torghut.Ops.Actuation;
using Torghut.Ops.Audit;
using Torghut.Ops.Cluster;
using Torghut.Ops.Drills;
using Torghut.Testing;

namespace Torghut.Ops.Integration.Tests;

/// <summary>A live patch against Argo CD's self-heal: it holds with self-heal paused, or it is not reported as done.</summary>
public sealed class EmergencyTests
{
    private string _folder = "";
    private ScriptedArgo _argo = null!;

    private string AuditFile => Path.Combine(_folder, "audit.jsonl");

    private Dictionary<string, string> Keys => new()
    {
        ["OPS_KUBECONFIG"] = Path.Combine(_folder, "kubeconfig"),
        ["OPS_ARGOCD_APPLICATIONS"] = "torghut-ta",
        ["OPS_EMERGENCY_RECHECK_SECONDS"] = "1",
        ["OPS_AUDIT_FILE"] = AuditFile,
        ["OPS_OPERATOR"] = "someone",
    };

    [SetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("torghut-ops-emergency-").FullName;
        _argo = await ScriptedArgo.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "kubeconfig"), KubeconfigOf(_argo.Address));
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _argo.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Emergency_SelfHealPaused_HoldsWithOwnerAndExpiryUntilRestored()
    {
        var (code, output) = await RunAsync("--change", "suspend-ta", "--emergency", "--pause-minutes", "30");
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Zero, output);
            Assert.That((_argo.JobState, _argo.IsSelfHealOn), Is.EqualTo(("suspended", false)));
            Assert.That(_argo.Annotations[SelfHealMarks.Owner]!.GetValue<string>(), Is.EqualTo("someone"));
            Assert.That(_argo.Annotations[SelfHealMarks.Expiry]!.GetValue<string>(), Does.Match("^2[0-9-]+T[0-9:]+Z$"));
            Assert.That(output, Does.Contain("torghut-ops actuate --change suspend-ta").And.Contain("--restore-self-heal torghut-ta"));
            Assert.That(File.ReadLines(AuditFile).Last(), Does.Contain("\"done\""));
        });
        (code, output) = await RunAsync("--restore-self-heal", "torghut-ta");
        Assert.That((code, _argo.IsSelfHealOn, _argo.Annotations.Count), Is.EqualTo((0, true, 0)), output);
        Assert.That(_argo.JobState, Is.EqualTo("running"), "what is not in the repository goes");
    }

    [Test]
    public async Task Plan_OfALiveChange_ChangesNothing()
    {
        var (code, output) = await RunPlanAsync("--change", "suspend-ta", "--emergency", "--pause-minutes", "30");
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("TA neither reads nor writes.").And.Contain("TA_JOB_STATE").And.Contain("nothing was changed"));
        Assert.That((_argo.JobState, _argo.IsSelfHealOn, _argo.Patches, File.Exists(AuditFile)), Is.EqualTo(("running", true, 0, false)));
    }

    /// <summary>Off when it was looked at once, and on again later: what was patched is taken back.</summary>
    [Test]
    public async Task Emergency_SelfHealComesBack_IsNeverCalledDone()
    {
        _argo.ParentRestoresAfter = 1;
        var (code, output) = await RunAsync("--change", "suspend-ta", "--emergency", "--pause-minutes", "30");
        Assert.That(code, Is.EqualTo(70), output);
        Assert.That(output, Does.Contain("NOT done").And.Not.Contain("holds"));
        Assert.That((_argo.JobState, _argo.Patches, _argo.Annotations.Count), Is.EqualTo(("running", 1, 0)));
        Assert.That(File.ReadLines(AuditFile).Last(), Does.Contain("\"failed\""));
    }

    /// <summary>A patch whose answer was lost is neither done nor refused; the next run looks.</summary>
    [Test]
    public async Task Emergency_AnswerLost_IsNotKnownUntilTheNextRun()
    {
        _argo.HidesPatch = true;
        var (code, output) = await RunAsync("--change", "suspend-ta", "--emergency", "--pause-minutes", "30");
        Assert.That(code, Is.EqualTo(70), output);
        Assert.That(output, Does.Contain("is not known").And.Not.Contain("nothing was changed"));
        (_, output) = await RunAsync("--change", "go-live");
        Assert.That(output, Does.Match("resolved .*was done"));
        Assert.That(Unknown(), Is.Empty);
    }

    [Test]
    [Category("Long")]
    public async Task Emergency_KilledAnywhere_TheNextRunResolvesIt()
    {
        (string Point, string Resolved, string JobState, bool IsPaused)[] kills =
        [
            (FailpointNames.EmergencyIntended, "was not done", "running", false), (FailpointNames.EmergencyPaused, "was not done", "running", false),
            (FailpointNames.EmergencyPatched, "was done", "suspended", true), (FailpointNames.EmergencyLooked, "was done", "suspended", true),
        ];
        foreach (var (point, resolved, state, isPaused) in kills)
        {
            Assert.That((await KilledAsync(point, "--change", "suspend-ta", "--emergency", "--pause-minutes", "30")).Code, Is.EqualTo(137), point);
            Assert.That(Unknown(), Has.Count.EqualTo(1), point);
            var (code, output) = await RunAsync("--change", "go-live");
            Assert.That(output, Does.Match($"resolved .*{resolved}"), point);
            Assert.That((code, _argo.JobState, _argo.IsSelfHealOn), Is.EqualTo((65, state, !isPaused)), point);
            Assert.That(Unknown(), Is.Empty, point);
            _argo.Switch(true);
            _argo.Annotations.Clear();
        }
    }

    [TestCase(FailpointNames.EmergencyRestoreIntended, "was not done")]
    [TestCase(FailpointNames.EmergencyRestored, "was done", Category = "Long")]
    public async Task Restore_Killed_TheNextRunResolvesIt(string point, string resolved)
    {
        Pause(TimeProvider.System.GetUtcNow().AddHours(1));
        Assert.That((await KilledAsync(point, "--restore-self-heal", "torghut-ta")).Code, Is.EqualTo(137));
        var (_, output) = await RunAsync("--change", "go-live");
        Assert.That(output, Does.Match($"resolved .*{resolved}"));
        Assert.That(Unknown(), Is.Empty);
    }

    [Test]
    public void Points_OfEmergencies_AreAllKilledAt()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "tests/Torghut.Ops.Integration.Tests/EmergencyTests.cs"));
        var names = typeof(FailpointNames).GetFields().Where(field => field.IsLiteral && field.Name.StartsWith("Emergency", StringComparison.Ordinal));
        Assert.That(names.Select(field => field.Name), Has.All.Matches<string>(name => text.Contains($"(FailpointNames.{name},", StringComparison.Ordinal)));
    }

    /// <summary>The service ends a pause at its expiry and no pause before, and tells the audit.</summary>
    [Test]
    [Category("Long")]
    public async Task Service_PauseThatIsOver_IsEnded()
    {
        Pause(TimeProvider.System.GetUtcNow().AddMinutes(-1));
        await using (await RunningOps.StartAsync(Keys))
        {
            await Eventually.HoldsAsync(
                () => File.Exists(AuditFile) && (Lines() ?? []).Any(line => line.Contains("\"done\"", StringComparison.Ordinal)), "the pause is ended");
        }

        Assert.That((_argo.IsSelfHealOn, _argo.Annotations.Count), Is.EqualTo((true, 0)));
        Assert.That(Lines(), Has.All.Contain("the pause by someone until"));
        Pause(TimeProvider.System.GetUtcNow().AddHours(1));
        var looks = _argo.Looks;
        await using (await RunningOps.StartAsync(Keys))
        {
            await Eventually.HoldsAsync(() => _argo.Looks > looks, "the application is looked at");
        }

        Assert.That((_argo.IsSelfHealOn, _argo.Annotations.Count), Is.EqualTo((false, 3)));
    }

    [Test]
    public async Task Restore_PauseOfSomebodyElse_IsRefused()
    {
        _argo.Switch(false);
        var (code, output) = await RunAsync("--restore-self-heal", "torghut-ta");
        Assert.That((code, _argo.IsSelfHealOn), Is.EqualTo((65, false)), output);
        Assert.That(output, Does.Contain("Refused, nothing was changed. Gate self-heal:").And.Contain("was not paused by torghut-ops"));
    }

    /// <summary>Somebody took automated sync away meanwhile: a restore would have switched it on.</summary>
    [Test]
    public async Task Restore_NoAutomatedSyncAnyMore_OnlyTakesTheMarksAway()
    {
        Pause(TimeProvider.System.GetUtcNow().AddHours(1));
        _argo.IsAutomated = false;
        var (code, output) = await RunAsync("--restore-self-heal", "torghut-ta");
        Assert.That((code, _argo.IsAutomated, _argo.Annotations.Count), Is.EqualTo((0, false, 0)), output);
        Assert.That(output, Does.Contain("self-heal stays off"));
    }

    [Test]
    public async Task Emergency_PauseIsUndoneAtOnce_IsRefused()
    {
        _argo.ParentRestoresAfter = 0;
        await RefusesAsync("self-heal", "suspend-ta");
    }

    [Test]
    public async Task Emergency_PauseForbidden_IsRefused()
    {
        _argo.ForbidsPause = true;
        await RefusesAsync("self-heal", "suspend-ta");
    }

    [Test]
    public async Task Emergency_PatchForbidden_IsRefusedAndSelfHealIsOnAgain()
    {
        _argo.ForbidsPatch = true;
        await RefusesAsync("cluster", "suspend-ta");
        Assert.That(_argo.IsSelfHealOn);
    }

    [Test]
    public async Task Emergency_OfTrading_IsRefused() => await RefusesAsync("emergency", "pause-trading");

    internal static string KubeconfigOf(Uri server) =>
        $$"""
        apiVersion: v1
        kind: Config
        clusters: [{name: local, cluster: {server: "{{server}}"} }]
        users: [{name: ops, user: {token: "t"} }]
        contexts: [{name: local, context: {cluster: local, user: ops} }]
        current-context: local
        """;

    private void Pause(DateTimeOffset until) => _argo.Switch(
        false, (SelfHealMarks.Owner, "someone"), (SelfHealMarks.Reason, "drill"),
        (SelfHealMarks.Expiry, until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));

    /// <summary>Null while the service holds the file.</summary>
    private List<string>? Lines()
    {
        try
        {
            using var reader = new StreamReader(new FileStream(AuditFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        }
        catch (IOException)
        {
            return null;
        }
    }

    private IReadOnlyList<AuditEntry> Unknown() =>
        new AuditTrail(new AuditOptions { File = AuditFile }, "test", TimeProvider.System).Unknown(Emergency.Action);

    private async Task RefusesAsync(string gate, string change)
    {
        var (code, output) = await RunAsync("--change", change, "--emergency", "--pause-minutes", "30");
        Assert.That(code, Is.EqualTo(65), output);
        Assert.That(output, Does.Contain($"Refused, nothing was changed. Gate {gate}:"));
        Assert.That((_argo.JobState, _argo.Patches), Is.EqualTo(("running", 0)));
        Assert.That(Unknown(), Is.Empty);
    }

    private Task<(int Code, string Output)> RunAsync(params string[] arguments) =>
        RunPlanAsync([.. arguments, "--reason", "drill", "--confirm", Actuator.Confirmation]);

    private Task<(int Code, string Output)> RunPlanAsync(params string[] arguments) => StartAsync(Keys, arguments);

    private Task<(int Code, string Output)> KilledAsync(string point, params string[] arguments)
    {
        var keys = Keys;
        keys["DOTNET_ENVIRONMENT"] = "Drill";
        keys["FAILPOINTS"] = $"{point}=kill";
        return StartAsync(keys, [.. arguments, "--reason", "drill", "--confirm", Actuator.Confirmation]);
    }

    private static async Task<(int Code, string Output)> StartAsync(Dictionary<string, string> keys, params string[] arguments)
    {
        await using var process = ServiceProcess.Start("torghut-ops", keys, ["actuate", .. arguments]);
        var code = await process.WaitForExitAsync();
        await TestContext.Out.WriteLineAsync(process.Output);
        return (code, process.Output);
    }
}
