using System.Text.RegularExpressions;
using Torghut.Charts.Tests.Alerts;
using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots.Classification;
using Torghut.Testing;

namespace Torghut.Charts.Tests.Runbooks;

/// <summary>A person at three in the morning finds for every alert, and for everything that a snapshot finds, one section that says it all.</summary>
public sealed partial class RunbookTests
{
    private static readonly string[] Parts = ["Means", "See", "Do", "Back", "Escalate"];

    private static readonly string[] Pages = [RunbookPages.Index, .. RunbookPages.Files];

    private static IEnumerable<string> SnapshotRules => Classifier.Rules.SelectMany(rule => rule.Names);

    [Test]
    public void Section_OfAnAlert_NamesItWithItsUrgencyAndOwner()
    {
        foreach (var alert in AlertFiles.Alerts)
        {
            Assert.That(RunbookPages.Sections.Keys, Does.Contain(alert.Runbook), alert.Name);
            var head = HeadOf(RunbookPages.Sections[alert.Runbook]);
            Assert.That(head, Does.Contain($"`{alert.Name}`").And.Contain(alert.Severity).And.Contain($"`{alert.Owner}`"), alert.Name);
        }
    }

    [Test]
    public void Index_OfAlerts_LeadsToTheirSections()
    {
        var rows = File.ReadLines(RunbookPages.Index).Where(line => line.StartsWith("| `Torghut", StringComparison.Ordinal)).ToList();
        Assert.That(rows.SelectMany(row => Name().Matches(row).Select(match => match.Value)), Is.EquivalentTo(AlertFiles.Alerts.Select(alert => alert.Name)));
        foreach (var alert in AlertFiles.Alerts)
        {
            Assert.That(rows.Single(row => row.Contains($"`{alert.Name}`", StringComparison.Ordinal)), Does.Contain($"]({alert.Runbook["docs/".Length..]})"));
        }
    }

    /// <summary>A snapshot and an alert of the same trouble send the same people to the same place.</summary>
    [TestCaseSource(nameof(SnapshotRules))]
    public void Section_OfASnapshotsRule_NamesItAndItsOwner(string rule)
    {
        var action = NextActions.For(new Interpretation(rule, Verdict.Red, "", []));
        Assert.That(RunbookPages.Sections.Keys, Does.Contain(action.Runbook));
        var head = HeadOf(RunbookPages.Sections[action.Runbook]);
        Assert.That(head, Does.Contain("Snapshot rule").And.Contain($"`{rule}`"));
        Assert.That(head, Does.Contain($"`{action.Owner.Split(' ')[0]}`"));
        Assert.That(File.ReadAllText(RunbookPages.Index), Does.Contain($"| `{action.Owner.Split(' ')[0]}` | {action.Owner} |"));
        Assert.That(AlertFiles.Alerts.Where(alert => alert.Runbook == action.Runbook).Select(alert => alert.Owner),
            Has.All.EqualTo(action.Owner.Split(' ')[0]));
    }

    [Test]
    public void Section_OfARule_NamesOnlyRulesThatThereAre()
    {
        var named = RunbookPages.Sections.Values.Select(HeadOf).Where(head => head.Contains("Snapshot rule", StringComparison.Ordinal))
            .SelectMany(head => Rule().Matches(head[head.IndexOf("Snapshot rule", StringComparison.Ordinal)..]).Select(match => match.Groups[1].Value));
        Assert.That(named.Except([.. SnapshotRules, "data", "platform", "trading", "strategy"]), Is.Empty);
    }

    [Test]
    public void Section_Always_SaysWhatItMeansHowToSeeItWhatToDoAndHowToGoBack()
    {
        foreach (var (anchor, text) in RunbookPages.Sections)
        {
            Assert.That(Parts.Where(part => !text.Contains($"- **{part}:**", StringComparison.Ordinal)), Is.Empty, anchor);
        }
    }

    [TestCaseSource(nameof(Pages))]
    public void Link_OfAPage_LeadsToAHeading(string page)
    {
        var home = Path.GetDirectoryName(page)!;
        foreach (Match link in Link().Matches(File.ReadAllText(page)))
        {
            var target = link.Groups[1].Value.Split('#');
            var file = target[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(home, target[0]));
            Assert.That(file, Does.Exist, link.Value);
            if (target.Length > 1)
            {
                Assert.That(RunbookPages.Anchors(file), Does.Contain(target[1]), link.Value);
            }
        }
    }

    /// <summary>Pages outside that send people here.</summary>
    [Test]
    public void Link_ToARunbook_LeadsToAHeading()
    {
        foreach (var folder in new[] { "docs", "argocd", "charts" })
        {
            foreach (var page in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories))
            {
                foreach (Match link in ToRunbooks().Matches(File.ReadAllText(page)))
                {
                    var file = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, link.Groups[1].Value));
                    Assert.That(RunbookPages.Anchors(file), Does.Contain(link.Groups[2].Value), $"{page}: {link.Value}");
                }
            }
        }
    }

    [GeneratedRegex("Torghut[A-Za-z]+")]
    private static partial Regex Name();

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Rule();

    [GeneratedRegex(@"\]\(([^)\s:]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\]\(([^)\s:#]*runbooks[^)\s:#]*\.md)#([^)\s]+)\)")]
    private static partial Regex ToRunbooks();

    /// <summary>The lines between the heading and the first part: which alerts and rules lead here, and whose it is.</summary>
    private static string HeadOf(string section) => section[..section.IndexOf("- **", StringComparison.Ordinal)];
}
