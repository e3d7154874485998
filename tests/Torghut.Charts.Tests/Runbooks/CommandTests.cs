using System.Text.RegularExpressions;
using Torghut.Charts.Tests.Alerts;
using Torghut.Charts.Tests.Rendering;
using Torghut.Ops.Actuation;
using Torghut.Ops.Hosting;
using Torghut.Ops.Kafka;
using Torghut.Ops.Replay;
using Torghut.Ops.Replicas;
using Torghut.Ops.Snapshots;
using Torghut.Testing;

namespace Torghut.Charts.Tests.Runbooks;

/// <summary>Every command, value, key, metric, route and object that a runbook names is one that there is.</summary>
public sealed partial class CommandTests
{
    private static readonly string Text = string.Join('\n', RunbookPages.Files.Prepend(RunbookPages.Index).Select(File.ReadAllText));

    private static readonly Dictionary<string, Func<string[], object?>> Parsers = new(StringComparer.Ordinal)
    {
        ["actuate"] = ActuateArguments.Parse,
        ["clickhouse"] = ReplicaArguments.Parse,
        ["snapshot"] = SnapshotArguments.Parse,
        ["ta-replay"] = ReplayArguments.Parse,
        ["topics"] = TopicArguments.Parse,
    };

    [Test]
    public void OpsCommands_OfThePages_AreUnderstood()
    {
        var commands = CommandsOf("torghut-ops");
        Assert.That(commands, Has.Count.GreaterThanOrEqualTo(20));
        var names = OpsService.Definition.Commands.Select(command => command.Name).ToList();
        foreach (var command in commands.Where(command => command is not [var first, ..] || !first.StartsWith("--", StringComparison.Ordinal)))
        {
            Assert.That(names, Does.Contain(command[0]), string.Join(' ', command));
            if (Parsers.TryGetValue(command[0], out var parse) && command is [_, not "diff", ..])
            {
                Assert.That(parse([.. command.Skip(1).Select(Filled)]), Is.Not.Null, string.Join(' ', command));
            }
        }
    }

    [TestCase("torghut-ta", 2)]
    [TestCase("torghut-trading", 5)]
    public void Commands_OfAService_AreItsOwn(string service, int least)
    {
        var sources = string.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "services", service), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText));
        var commands = CommandsOf(service).Where(command => !command[0].StartsWith("--", StringComparison.Ordinal)).ToList();
        Assert.That(commands, Has.Count.GreaterThanOrEqualTo(least));
        foreach (var word in commands.SelectMany(command => command).Where(word => LowerWord().IsMatch(word)).Distinct())
        {
            Assert.That(sources, Does.Contain($"\"{word}").Or.Contain($" {word} "), $"{service} {word}");
        }
    }

    /// <summary>A field stands in the values of a chart, or of the application that the line names.</summary>
    [Test]
    public void Fields_OfThePages_AreValuesOfAChart()
    {
        var charts = Helm.Installable.Select(chart => AlertFiles.Read(Path.Combine(Tree.Charts, chart, "values.yaml"))).ToList();
        var fields = Field().Matches(Text).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.That(fields, Has.Count.GreaterThanOrEqualTo(15));
        var config = fields.Where(field => field.StartsWith("config.", StringComparison.Ordinal)).ToList();
        Assert.That(fields.Except(config).Where(field => !charts.Any(chart => chart.Has(field)) && !IsFact(field)), Is.Empty);
        Assert.That(config.Select(field => field["config.".Length..]).Where(key => !IsKey(key)), Is.Empty);
    }

    [Test]
    public void Keys_OfThePages_AreReadByAService()
    {
        var keys = Key().Matches(Text).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.That(keys, Has.Count.GreaterThanOrEqualTo(30));
        Assert.That(keys.Where(key => !IsKey(key)), Is.Empty);
    }

    [Test]
    public void Metrics_OfThePages_AreExposed()
    {
        var named = Metric().Matches(Text).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.That(named, Has.Count.GreaterThanOrEqualTo(40));
        Assert.That(named.Where(metric => !ExposedMetrics.All.Contains(PromQl.Family(metric))), Is.Empty);
    }

    [Test]
    public void Routes_OfThePages_AreServed()
    {
        var served = string.Concat(new[] { "services", "libs" }.SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)).Select(File.ReadAllText));
        var routes = Route().Matches(Text).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.That(routes, Has.Count.GreaterThanOrEqualTo(10));
        Assert.That(routes.Where(route => !served.Contains(route, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task Objects_OfThePages_AreRendered()
    {
        List<string> rendered = ["Service/torghut", "ConfigMap/torghut-strategy-config", "Deployment/torghut-lean-runner"];
        foreach (var chart in Helm.Installable)
        {
            rendered.AddRange((await Helm.TemplateForAsync("production", chart)).All.Select(one => $"{one["kind"].Text}/{one["metadata.name"].Text}"));
        }

        rendered.AddRange((await Argo.KustomizeAsync("overlays/production")).All.Select(one => $"{one["kind"].Text}/{one["metadata.name"].Text}"));
        rendered.AddRange(rendered.Where(name => name.StartsWith("SealedSecret/", StringComparison.Ordinal)).Select(name => name["Sealed".Length..]).ToList());
        var named = Object().Matches(Text).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.That(named, Has.Count.GreaterThanOrEqualTo(8));
        Assert.That(named.Where(name => !rendered.Contains(name)), Is.Empty);
    }

    /// <summary>A snapshot's facts are called COMPONENT.PROBE.</summary>
    private static bool IsFact(string field) => Probes.Value.Contains($"\"{field.Split('.')[1]}\"", StringComparison.Ordinal);

    private static bool IsKey(string key) => Keys.Value.Contains(key);

    /// <summary>The words after a program's name, in backticks or on a line of their own; ended by what a shell or a sentence ends it by.</summary>
    private static List<string[]> CommandsOf(string program) =>
        [.. RunbookPages.Code(Text).Select(code => Regex.Match(code, $@"^(?:kubectl .* -- )?(?:\./)?{program} (.+)$")).Where(match => match.Success)
            .Select(match => match.Groups[1].Value.Split('`', '|', '#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 0)];

    /// <summary>Something that the parser takes, where the page has a word in capitals.</summary>
    private static string Filled(string word) => word switch
    {
        "APPLICATION" => "torghut-ws",
        "CHANGE_ID" or "ID" => "2026-02-09T0315Z-INC1234",
        "N" => "30",
        "UTC" => "2026-02-09T03:15:00Z",
        _ => word,
    };

    private static readonly Lazy<string> Probes = new(() => string.Concat(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "services", "torghut-ops", "Snapshots", "Probes"), "*.cs").Select(File.ReadAllText)));

    private static readonly Lazy<HashSet<string>> Keys = new(() =>
        [.. new[] { "services", "libs" }.Select(folder => Path.Combine(Repository.Root, folder))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => QuotedKey().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value)]);

    [GeneratedRegex("^[a-z][a-z-]+$")]
    private static partial Regex LowerWord();

    [GeneratedRegex(@"`((?:config|job|kafka|clickhouse|rbac|postgres|live|parity|image|resources)(?:\.[A-Za-z_]+)+)(?:: [^`]+)?`")]
    private static partial Regex Field();

    [GeneratedRegex(@"`((?:TRADING|TA|LLM|OPS|ALPACA|CLICKHOUSE|TORGHUT|JANGAR|SYMBOLS)_[A-Z0-9_]+[A-Z0-9])(?:=[^`]+)?`")]
    private static partial Regex Key();

    // Passwords are keys of a Secret.
    [GeneratedRegex(@"`(torghut_(?:ws|ta|trading|ops|clickhouse|llm|loop|parity)_[a-z0-9_]+(?<!_password))\b")]
    private static partial Regex Metric();

    [GeneratedRegex("\"([A-Z][A-Z0-9]*_[A-Z0-9_]+)\"")]
    private static partial Regex QuotedKey();

    [GeneratedRegex(@"[` ](/(?:trading|ta|ws|readyz|healthz|symbols|snapshot)(?:/[a-z-]+)*)[`?/]")]
    private static partial Regex Route();

    [GeneratedRegex(@"`((?:Deployment|ConfigMap|Service|ServiceMonitor|ClickHouse(?:Keeper)?Installation|CronJob|ObjectStore|Secret)/[a-z][\w.-]*[a-z0-9])`")]
    private static partial Regex Object();
}
