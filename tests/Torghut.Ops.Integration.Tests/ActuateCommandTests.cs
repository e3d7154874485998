using System.Text.Json;
using Torghut.Ops.Actuation;
using Torghut.Ops.Drills;
using Torghut.Ops.Replay;
using Torghut.Testing;
using Torghut.Tests.Shared;
using Folder = System.IO.Directory;

namespace Torghut.Ops.Integration.Tests;

/// <summary>Changes as branches and pull requests, against Git's own server.</summary>
public sealed class ActuateCommandTests
{
    private const int Continue = 18;
    private const string Home = "argocd/applications/torghut/";
    private static readonly string[] Confirmed = ["--reason", "drill", "--confirm", Actuator.Confirmation];

    private string _folder = "";
    private GitRemote _git = null!;
    private GitHost _host = null!;

    private string AuditFile => Path.Combine(_folder, "audit.jsonl");

    private Dictionary<string, string> Keys => new()
    {
        ["OPS_GITOPS_DIR"] = _git.Clone,
        ["OPS_GITOPS_TOKEN"] = GitHost.Token,
        ["OPS_GIT_API_URL"] = new Uri(_host.Address, "/api").ToString(),
        ["OPS_GIT_REPOSITORY"] = "torghut/torghut",
        ["OPS_AUDIT_FILE"] = AuditFile,
        ["OPS_OPERATOR"] = "someone",
    };

    [SetUp]
    public async Task StartAsync()
    {
        if (!GitHost.IsThere())
        {
            Assert.Fail("Git's server over HTTP (git http-backend) is not here: install git.");
        }

        _folder = Folder.CreateTempSubdirectory("torghut-ops-actuate-").FullName;
        var files = new Dictionary<string, string>();
        foreach (var name in new[] { "ta", "ws", "trading" })
        {
            // One of them with the line ends of another system.
            var text = await File.ReadAllTextAsync(Path.Combine(Testing.Repository.Root, Home, name, "values.yaml"));
            files[$"{Home}{name}/values.yaml"] = name == "ta" ? text.Replace("\n", "\r\n", StringComparison.Ordinal) : text;
        }

        _git = GitRemote.Create(Path.Combine(_folder, "git"), files);
        using (var remote = new LibGit2Sharp.Repository(_git.Remote))
        {
            remote.Config.Set("http.receivepack", true);
        }

        _host = await GitHost.StartAsync(_git.Folder);
        using var clone = new LibGit2Sharp.Repository(_git.Clone);
        clone.Network.Remotes.Update("origin", remote => remote.Url = new Uri(_host.Address, "/git/remote.git").ToString());
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_folder.Length > 0)
        {
            await _host.DisposeAsync();
            _git.Dispose();
            Folder.Delete(_folder, recursive: true);
        }
    }

    [TestCase("pause-trading", "trading", "  TRADING_ENABLED: \"false\"", "  TRADING_ENABLED: \"false\"", false)]
    [TestCase("resume-trading", "trading", "  TRADING_ENABLED: \"false\"", "  TRADING_ENABLED: \"true\"", true)]
    [TestCase("suspend-ta", "ta", "  state: running", "  state: suspended", true, Category = "Long")]
    [TestCase("resume-ta", "ta", "  restartNonce: 0", "  restartNonce: 1", true, Category = "Long")]
    public async Task Actuate_Confirmed_PushesItsFieldsAndOpensOneRequest(string change, string file, string before, string after, bool isNeeded)
    {
        var path = $"{Home}{file}/values.yaml";
        var (original, tip) = (_git.Text(path), _git.Tip);
        string[] force = change == "resume-ta" ? ["--force-restart"] : [];
        var plan = await RunAsync(["--change", change, "--change-id", "one", .. force]);
        Assert.That(plan.Code, Is.Zero);
        Assert.That(plan.Output, isNeeded ? Does.Contain(Procedures.Find(change)!.Summary) : Does.Contain("is so already"));
        Assert.That(_git.Branch("torghut-ops/one"), Is.Null, "a plan changes nothing");
        var (code, output) = await RunAsync(["--change", change, "--change-id", "one", .. force, .. Confirmed]);
        Assert.That(code, Is.Zero, output);
        Assert.That(_git.Tip, Is.EqualTo(tip), "the branch that the cluster follows is somebody's to merge");
        if (!isNeeded)
        {
            Assert.That(output, Does.Contain("is so already"));
            Assert.That(_host.Opened, Is.Empty);
            return;
        }

        var commit = _git.Branch("torghut-ops/one")!.Tip;
        Assert.That(GitRemote.Text(commit, path), Is.EqualTo(original.Replace(before, after, StringComparison.Ordinal)));
        Assert.That(commit.Message, Does.EndWith("\n\nTorghut-Change-Id: one\n"));
        var request = _host.Opened.Single();
        Assert.That(PullRequestSchema.Faults(request), Is.Empty, "GitHub's schema of a request");
        Assert.That((request.GetProperty("head").GetString(), request.GetProperty("base").GetString()), Is.EqualTo(("torghut-ops/one", "main")));
        Assert.That(request.GetProperty("body").GetString(), Does.Contain("drill").And.Contain($"+{after}").And.Contain("--rollback one"));

        (code, output) = await RunAsync(["--change", change, "--change-id", "one", .. force, .. Confirmed]);
        Assert.That((code, _host.Opened.Count, _git.Branch("torghut-ops/one")!.Tip), Is.EqualTo((0, 1, commit)), output);
    }

    /// <summary>The HTTP form makes what the command makes, and each finds what the other has done.</summary>
    [Test]
    public async Task Actuate_OverHttp_PlansThenPushesAndOpensOneRequest()
    {
        var keys = Keys;
        keys["TORGHUT_OPS_ACTUATOR_TOKEN"] = "actuator-token-of-the-test";
        await using var ops = await RunningOps.StartAsync(keys);
        async Task<(int Status, JsonElement Body)> AskAsync(string body)
        {
            var (status, text, _) = await ops.PostAsync("/api/torghut/actuate", body, "actuator-token-of-the-test");
            using var json = JsonDocument.Parse(text);
            return (status, json.RootElement.Clone());
        }

        var (status, plan) = await AskAsync("""{"change":"suspend-ta","change_id":"one","actor":"ann"}""");
        Assert.That((status, plan.GetProperty("state").GetString()), Is.EqualTo((200, "planned")), plan.ToString());
        Assert.That(plan.GetProperty("diff").GetString(), Does.Contain("+  state: suspended"));
        Assert.That(_git.Branch("torghut-ops/one"), Is.Null, "a plan changes nothing");

        (status, var refused) = await AskAsync("""{"change":"suspend-ta","change_id":"one","actor":"ann","reason":"drill","confirm":"yes"}""");
        Assert.That((status, refused.GetProperty("gate").GetString()), Is.EqualTo((409, "confirmation")));
        (status, _) = await AskAsync("""{"change":"suspend-ta","change_id":"one","actor":"ann","emergency":true}""");
        Assert.That(status, Is.EqualTo(422), "live objects are not changed over HTTP");
        Assert.That(_git.Branch("torghut-ops/one"), Is.Null);

        var confirmed = $$"""{"change":"suspend-ta","change_id":"one","actor":"ann","reason":"drill","confirm":"{{Actuator.Confirmation}}"}""";
        var answers = await Task.WhenAll(AskAsync(confirmed), AskAsync(confirmed));
        var (code, output) = await RunAsync(["--change", "suspend-ta", "--change-id", "one", .. Confirmed]);
        var commit = _git.Branch("torghut-ops/one")!.Tip;
        Assert.Multiple(() =>
        {
            Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200));
            Assert.That(answers.Select(answer => answer.Body.GetProperty("state").GetString()), Is.All.EqualTo("requested"));
            Assert.That(answers.Select(answer => answer.Body.GetProperty("commit").GetString()), Is.All.EqualTo(commit.Sha));
            Assert.That(answers.Select(answer => answer.Body.GetProperty("pull_request").GetString()), Is.All.EqualTo("https://host/pull/1"));
            Assert.That(code, Is.Zero, output);
            Assert.That(_host.Opened, Has.Count.EqualTo(1));
            Assert.That(commit.Author.Name, Is.EqualTo("ann"));
        });
        var lines = await File.ReadAllLinesAsync(AuditFile);
        Assert.That(lines, Has.Some.Contains("\"refused\"").And.Some.Contains("\"actor\":\"ann\""));
    }

    /// <summary>Somebody else's request passed for the one of this change, where the host lists all that there are.</summary>
    [Test]
    [Category("Long")]
    public async Task Actuate_HostThatIgnoresTheFilter_OpensItsOwnRequestOnce()
    {
        _host.IgnoresFilter = true;
        foreach (var id in new[] { "one", "two", "two", "one" })
        {
            var (code, output) = await RunAsync(["--change", "suspend-ta", "--change-id", id, .. Confirmed]);
            Assert.That(code, Is.Zero, output);
            Assert.That(output, Does.Contain($"Pull request https://host/pull/{(id == "one" ? 1 : 2)}"));
        }

        Assert.That(_host.Opened.Select(request => request.GetProperty("head").GetString()), Is.EqualTo(new[] { "torghut-ops/one", "torghut-ops/two" }));
    }

    /// <summary>What a command that still runs has intended is not another one's to resolve.</summary>
    [Test]
    public async Task Actuate_BesideACommandThatStillRuns_LeavesItsIntentionAlone()
    {
        var keys = Keys;
        keys["DOTNET_ENVIRONMENT"] = "Drill";
        keys["FAILPOINTS"] = $"{FailpointNames.ActuateIntended}=stop";
        await using var first = ServiceProcess.Start("torghut-ops", keys, ["actuate", "--change", "suspend-ta", "--change-id", "one", .. Confirmed]);
        await Eventually.HoldsAsync(() => first.HasExited || first.IsStopped, "the first command stands still");
        var (code, output) = await RunAsync(["--change", "resume-ta", "--force-restart", "--change-id", "two", .. Confirmed]);
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Not.Contain("resolved"));
        first.SendSignal(Continue);
        Assert.That(await first.WaitForExitAsync(), Is.Zero, first.Output);
        var audit = new Audit.AuditTrail(new Audit.AuditOptions { File = AuditFile }, "test", TimeProvider.System);
        Assert.That(audit.Unknown(Actuator.Action), Is.Empty);
        Assert.That(File.ReadLines(AuditFile), Has.None.Contains("\"failed\""));
    }

    /// <summary>In an emergency, then in the repository, then self-heal: what is merged stays, and nothing undoes it.</summary>
    [Test]
    [Category("Long")]
    public async Task Emergency_ThenMergedAndRestored_Stays()
    {
        await using var argo = await ScriptedArgo.StartAsync();
        argo.Desired = () => TaManifest.Read(_git.Text(Home + "ta/values.yaml")).JobState;
        await File.WriteAllTextAsync(Path.Combine(_folder, "kubeconfig"), EmergencyTests.KubeconfigOf(argo.Address));
        var keys = Keys;
        keys["OPS_KUBECONFIG"] = Path.Combine(_folder, "kubeconfig");
        keys["OPS_EMERGENCY_RECHECK_SECONDS"] = "1";
        Assert.That((await RunAsync(keys, ["--change", "suspend-ta", "--emergency", "--pause-minutes", "30", .. Confirmed])).Code, Is.Zero);
        Assert.That((await RunAsync(keys, ["--change", "suspend-ta", "--change-id", "one", .. Confirmed])).Code, Is.Zero);
        _git.Merge("torghut-ops/one");
        Assert.That((await RunAsync(keys, ["--restore-self-heal", "torghut-ta", .. Confirmed])).Code, Is.Zero);
        Assert.That((argo.JobState, argo.IsSelfHealOn, argo.Annotations.Count), Is.EqualTo(("suspended", true, 0)));
    }

    [Test]
    [Category("Long")]
    public async Task Rollback_OfAMergedChange_GivesTheVeryFileOfBefore()
    {
        const string Path = Home + "ta/values.yaml";
        var original = _git.Text(Path);
        Assert.That((await RunAsync(["--change", "resume-ta", "--force-restart", "--change-id", "one", .. Confirmed])).Code, Is.Zero);
        Assert.That((await RunAsync(["--rollback", "one", .. Confirmed])).Code, Is.EqualTo(65), "it is not merged");
        _git.Merge("torghut-ops/one");
        Assert.That(_git.Text(Path), Is.Not.EqualTo(original));
        var (code, output) = await RunAsync(["--rollback", "one", .. Confirmed]);
        Assert.That(code, Is.Zero, output);
        Assert.That(GitRemote.Text(_git.Branch("torghut-ops/one-rollback")!.Tip, Path), Is.EqualTo(original));
        _git.Merge("torghut-ops/one-rollback");
        Assert.That((await RunAsync(["--rollback", "one", .. Confirmed])).Output, Does.Contain("Gate moved"));
    }

    [Test]
    [Category("Long")]
    public async Task Actuate_KilledAnywhere_GoesOnAndOpensOneRequest()
    {
        var points = typeof(FailpointNames).GetFields().Where(field => field.IsLiteral && field.Name.StartsWith("Actuate", StringComparison.Ordinal))
            .Select(field => (string)field.GetRawConstantValue()!).ToList();
        Assert.That(points, Has.Count.EqualTo(5));
        foreach (var point in points)
        {
            var id = point.Replace('_', '-');
            var keys = Keys;
            keys["DOTNET_ENVIRONMENT"] = "Drill";
            keys["FAILPOINTS"] = $"{point}=kill";
            Assert.That((await RunAsync(keys, ["--change", "suspend-ta", "--change-id", id, .. Confirmed])).Code, Is.EqualTo(137), point);
            var (code, output) = await RunAsync(["--change", "suspend-ta", "--change-id", id, .. Confirmed]);
            Assert.That(code, Is.Zero, output);
            Assert.That(output, Does.Contain("resolved"), point);
            Assert.That(_host.Opened.Count(request => request.GetProperty("head").GetString() == "torghut-ops/" + id), Is.EqualTo(1), point);
            Assert.That(_git.Branch("torghut-ops/" + id)!.Tip.Parents, Is.EqualTo(new[] { _git.Tip }), "one commit");
            var audit = new Audit.AuditTrail(new Audit.AuditOptions { File = AuditFile }, "test", TimeProvider.System);
            Assert.That(audit.Unknown(Actuator.Action), Is.Empty, point);
        }
    }

    [Test]
    [Category("Long")]
    public async Task Actuate_GateThatDoesNotHold_IsNamedAndChangesNothing()
    {
        await RefusesAsync("confirmation", Keys, "--change", "suspend-ta", "--reason", "drill", "--confirm", "YES");
        await RefusesAsync("reason", Keys, "--change", "suspend-ta", "--confirm", Actuator.Confirmation);
        await RefusesAsync("reason", Keys, "--change", "suspend-ta", "--reason", "a\nTorghut-Change-Id: x", "--confirm", Actuator.Confirmation);
        await RefusesAsync("change", Keys, ["--change", "go-live", .. Confirmed]);
        await RefusesAsync("change", Keys, ["--change", "suspend-ta", "--force-restart", .. Confirmed]);
        await RefusesAsync("change", Keys, ["--rollback", "never", .. Confirmed]);
        var keys = Keys;
        keys["OPS_GITOPS_TOKEN"] = "another";
        await RefusesAsync("repository", keys, ["--change", "suspend-ta", .. Confirmed]);

        var tree = Path.Combine(_folder, "tree");
        LibGit2Sharp.Repository.Clone(_git.Remote, tree);
        await File.AppendAllTextAsync(Path.Combine(tree, Home, "ta", "values.yaml"), "# mine\n");
        keys = Keys;
        keys["OPS_GITOPS_DIR"] = tree;
        await RefusesAsync("tree", keys, ["--change", "suspend-ta", .. Confirmed]);
    }

    private async Task RefusesAsync(string gate, Dictionary<string, string> keys, params string[] arguments)
    {
        var (code, output) = await RunAsync(keys, arguments);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(65), output);
            Assert.That(output, Does.Contain($"Refused, nothing was changed. Gate {gate}:"));
            Assert.That(_git.Branches, Is.EqualTo(new[] { "main" }));
            Assert.That(_host.Opened, Is.Empty);
            Assert.That(File.ReadLines(AuditFile).Last(), Does.Contain("\"refused\"").And.Contain(gate));
        });
    }

    private Task<(int Code, string Output)> RunAsync(params string[] arguments) => RunAsync(Keys, arguments);

    private static async Task<(int Code, string Output)> RunAsync(Dictionary<string, string> keys, params string[] arguments)
    {
        await using var process = ServiceProcess.Start("torghut-ops", keys, ["actuate", .. arguments]);
        var code = await process.WaitForExitAsync();
        await TestContext.Out.WriteLineAsync(process.Output);
        return (code, process.Output);
    }
}
