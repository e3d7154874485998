using Torghut.Ops.Actuation;
using Torghut.Testing;

namespace Torghut.Ops.Integration.Tests;

/// <summary>A live patch against Argo CD's self-heal: it holds with self-heal paused, or it is not reported as done.</summary>
public sealed class EmergencyTests
{
    private string _folder = "";
    private ScriptedArgo _argo = null!;

    private string AuditFile => Path.Combine(_folder, "audit.jsonl");

    [SetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("torghut-ops-emergency-").FullName;
        await File.WriteAllTextAsync(Path.Combine(_folder, "token"), "t\n");
        _argo = await ScriptedArgo.StartAsync();
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
            Assert.That(_argo.Annotations[SelfHeal.Owner]!.GetValue<string>(), Is.EqualTo("someone"));
            Assert.That(_argo.Annotations[SelfHeal.Until]!.GetValue<string>(), Does.Match("^2[0-9-]+T[0-9:]+Z$"));
            Assert.That(output, Does.Contain("torghut-ops actuate --change suspend-ta").And.Contain("--restore-self-heal torghut-ta"));
            Assert.That(File.ReadLines(AuditFile).Last(), Does.Contain("\"done\""));
        });
        (code, output) = await RunAsync("--restore-self-heal", "torghut-ta");
        Assert.That((code, _argo.IsSelfHealOn, _argo.Annotations[SelfHeal.Owner]), Is.EqualTo((0, true, default(object))), output);
    }

    /// <summary>Off when it was looked at once, and on again later: what was patched is taken back.</summary>
    [Test]
    public async Task Emergency_SelfHealComesBack_IsNeverCalledDone()
    {
        _argo.ParentRestoresAfter = 1;
        var (code, output) = await RunAsync("--change", "suspend-ta", "--emergency", "--pause-minutes", "30");
        Assert.That(code, Is.EqualTo(70), output);
        Assert.That(output, Does.Contain("NOT done").And.Not.Contain("holds"));
        Assert.That((_argo.JobState, _argo.Patches), Is.EqualTo(("running", 1)));
        Assert.That(File.ReadLines(AuditFile).Last(), Does.Contain("\"failed\""));
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

    private async Task RefusesAsync(string gate, string change)
    {
        var (code, output) = await RunAsync("--change", change, "--emergency", "--pause-minutes", "30");
        Assert.That(code, Is.EqualTo(65), output);
        Assert.That(output, Does.Contain($"Refused, nothing was changed. Gate {gate}:"));
        Assert.That((_argo.JobState, _argo.Patches), Is.EqualTo(("running", 0)));
    }

    private async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var keys = new Dictionary<string, string>
        {
            ["OPS_EMERGENCY_API_URL"] = _argo.Address.ToString(),
            ["OPS_EMERGENCY_TOKEN_FILE"] = Path.Combine(_folder, "token"),
            ["OPS_EMERGENCY_RECHECK_SECONDS"] = "1",
            ["OPS_AUDIT_FILE"] = AuditFile,
            ["OPS_OPERATOR"] = "someone",
        };
        await using var process = ServiceProcess.Start("torghut-ops", keys, ["actuate", .. arguments, "--reason", "drill", "--confirm", Actuator.Confirmation]);
        var code = await process.WaitForExitAsync();
        await TestContext.Out.WriteLineAsync(process.Output);
        return (code, process.Output);
    }
}
