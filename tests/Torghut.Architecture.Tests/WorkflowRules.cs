using System.Text.RegularExpressions;
using Torghut.Testing;

namespace Torghut.Architecture.Tests;

/// <summary>
/// What runs with the repository's rights is what somebody has looked at: actions by the commit, nothing allowed but what a job says it needs, and no text of
/// a stranger in a shell.
/// </summary>
public sealed partial class WorkflowRules
{
    private const string Home = ".github/workflows";

    /// <summary>Jobs that may write, and what: a new one is a decision that shows here.</summary>
    private static readonly string[] Writers =
    [
        "bases.yml pin contents", "bases.yml pin pull-requests", "release.yml digests contents", "release.yml digests pull-requests",
        "release.yml image attestations", "release.yml image id-token", "release.yml image packages",
    ];

    private static IEnumerable<string> Workflows => WorkTree.Files(Home, "*").Select(WorkTree.Relative);

    [TestCaseSource(nameof(Workflows))]
    public void Workflow_OfTheRepository_KeepsTheRules(string file) => Assert.That(Faults(Text(file)), Is.Empty);

    [Test]
    public void Rights_ToWrite_AreThoseThatAreListed()
    {
        var writes = Workflows.SelectMany(file => Jobs(Text(file)).SelectMany(job => Writes().Matches(job.Text)
            .Select(match => $"{Path.GetFileName(file)} {job.Name} {match.Groups[1].Value}")));
        Assert.That(writes, Is.EquivalentTo(Writers));
    }

    /// <summary>One version of an action everywhere, so that it is looked at once.</summary>
    [Test]
    public void Actions_OfAllWorkflows_HaveOneVersionEach()
    {
        var uses = Workflows.SelectMany(file => Pinned().Matches(Text(file)).Select(match => (Action: match.Groups[1].Value, Version: match.Groups[2].Value)));
        Assert.That(uses.Distinct().GroupBy(one => one.Action).Where(group => group.Count() > 1).Select(group => group.Key), Is.Empty);
    }

    [Test]
    public void Commands_OfWorkflows_AreThere()
    {
        var commands = Workflows.SelectMany(file => Command().Matches(Text(file)).Select(match => match.Value)).Distinct().ToList();
        Assert.That(commands, Is.SupersetOf(new[] { ".ci/run", "build/up", "build/test", "build/drill", "build/images", "build/schemas", "build/digests" }));
        Assert.That(commands.Where(command => !File.Exists(Path.Combine(Repository.Root, command))), Is.Empty);
    }

    /// <summary>Whatever is fetched by a name that moves has somebody who moves it.</summary>
    [Test]
    public void Dependabot_KnowsEveryPlaceOfDependencies()
    {
        var text = Text(".github/dependabot.yml");
        var known = Update().Matches(text).SelectMany(match => match.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries)
            .Select(folder => $"{match.Groups[1].Value} {folder}")).ToList();
        string[] needed =
        [
            "github-actions /", "nuget /", "dotnet-sdk /",
            .. WorkTree.Files(".", "package-lock.json").Select(path => $"npm /{Path.GetDirectoryName(WorkTree.Relative(path))}"),
            .. WorkTree.Files("services", "Dockerfile").Select(path => $"docker /{Path.GetDirectoryName(WorkTree.Relative(path))}"),
        ];
        Assert.That(known, Is.EquivalentTo(needed));
    }

    [TestCase(@"@[0-9a-f]{40} # v\S+", "@v6", "is not pinned by a commit")]
    [TestCase(@"@([0-9a-f]{39})[0-9a-f] #", "@$1 #", "is not pinned by a commit")]
    [TestCase(@"(@[0-9a-f]{40}) # v\S+", "$1", "is not pinned by a commit")]
    [TestCase(@"(?m)^permissions: \{\}$", "permissions: write-all", "permissions at the top are not {}")]
    [TestCase(@"(?m)^    permissions:\n      contents: read\n", "", "test: no permissions of its own")]
    [TestCase(@"(?m)^    timeout-minutes: .*\n", "", "test: no time limit")]
    [TestCase("ubuntu-24.04", "ubuntu-latest", "test: not on a named version")]
    [TestCase("          persist-credentials: false\n", "", "a checkout keeps its credentials")]
    [TestCase(@"- run: \.ci/run", "- run: echo ${{ github.head_ref }}", "an expression stands in a shell's text")]
    [TestCase(@"- run: \.ci/run", "- run: |\n          echo ${{ github.event.issue.title }}", "an expression stands in a shell's text")]
    [TestCase("  pull_request:\n", "  pull_request_target:\n", "pull_request_target runs a stranger's code with our rights")]
    [TestCase(@"- run: \.ci/run", "- run: curl https://example.com/install | sh", "a script from elsewhere is run")]
    public void Workflow_PlantedFault_IsFound(string pattern, string replacement, string fault)
    {
        var text = Text($"{Home}/ci.yml");
        var planted = new Regex(pattern).Replace(text, replacement, 1);
        Assert.That(planted, Is.Not.EqualTo(text), "planted");
        Assert.That(Faults(planted), Has.Some.Contains(fault));
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    private static IEnumerable<string> Faults(string text)
    {
        foreach (Match use in Use().Matches(text))
        {
            if (!Pinned().IsMatch(use.Value))
            {
                yield return $"{use.Value.Trim()} is not pinned by a commit with its version behind";
            }
        }

        if (!Top().IsMatch(text[..Math.Max(0, text.IndexOf("\njobs:", StringComparison.Ordinal))] + "\n"))
        {
            yield return "permissions at the top are not {}";
        }

        foreach (var (name, job) in Jobs(text))
        {
            if (!job.Contains("\n    permissions:\n", StringComparison.Ordinal))
            {
                yield return $"{name}: no permissions of its own";
            }

            if (!job.Contains("\n    timeout-minutes: ", StringComparison.Ordinal))
            {
                yield return $"{name}: no time limit";
            }

            if (!NamedRunner().IsMatch(job))
            {
                yield return $"{name}: not on a named version";
            }
        }

        if (Checkout().Count(text) != KeptApart().Count(text))
        {
            yield return "a checkout keeps its credentials";
        }

        if (Shell().Matches(text).Any(run => run.Value.Contains("${{", StringComparison.Ordinal)))
        {
            yield return "an expression stands in a shell's text";
        }

        if (text.Contains("pull_request_target", StringComparison.Ordinal))
        {
            yield return "pull_request_target runs a stranger's code with our rights";
        }

        if (Fetched().IsMatch(text))
        {
            yield return "a script from elsewhere is run";
        }
    }

    private static IEnumerable<(string Name, string Text)> Jobs(string text)
    {
        var jobs = text[(text.IndexOf("\njobs:", StringComparison.Ordinal) + 1)..];
        var heads = JobHead().Matches(jobs);
        return heads.Select((head, i) => (head.Groups[1].Value, jobs[head.Index..(i + 1 < heads.Count ? heads[i + 1].Index : jobs.Length)]));
    }

    [GeneratedRegex(@"(?m)^ *(?:- )?uses: .*$")]
    private static partial Regex Use();

    [GeneratedRegex(@"uses: ([\w.-]+/[\w./-]+)(@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+)$", RegexOptions.Multiline)]
    private static partial Regex Pinned();

    [GeneratedRegex(@"(?m)^permissions: \{\}$")]
    private static partial Regex Top();

    [GeneratedRegex(@"(?m)^  ([a-z][a-z0-9-]*):\n")]
    private static partial Regex JobHead();

    [GeneratedRegex(@"\n    runs-on: ubuntu-[0-9]{2}\.[0-9]{2}\n")]
    private static partial Regex NamedRunner();

    [GeneratedRegex(@"uses: actions/checkout@")]
    private static partial Regex Checkout();

    [GeneratedRegex(@"uses: actions/checkout@[^\n]*\n        with:\n(?:          [^\n]*\n)*?          persist-credentials: false\n")]
    private static partial Regex KeptApart();

    // A line, or a block of deeper ones.
    [GeneratedRegex(@"(?m)^( *)(?:- )?run:[^\n]*(?:\n\1   *[^\n]*)*")]
    private static partial Regex Shell();

    [GeneratedRegex(@"(?:curl|wget)[^\n]*\|\s*(?:ba)?sh\b")]
    private static partial Regex Fetched();

    [GeneratedRegex(@"(?m)^      (contents|packages|id-token|attestations|pull-requests|actions|checks|deployments|issues|statuses): write$")]
    private static partial Regex Writes();

    [GeneratedRegex(@"(?:\.ci/[a-z]+|(?<![\w/.])build/[a-z]+)")]
    private static partial Regex Command();

    [GeneratedRegex(@"package-ecosystem: (\S+)\n    directories: \[([^\]]*)\]")]
    private static partial Regex Update();
}
