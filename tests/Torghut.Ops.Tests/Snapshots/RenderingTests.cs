using System.Globalization;
using System.Text.Json;
using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots;
using Torghut.Ops.Snapshots.Rendering;

namespace Torghut.Ops.Tests.Snapshots;

public sealed class RenderingTests
{
    private static readonly string[] FactKeys = ["plane", "component", "probe", "command", "observed_at", "outcome", "value", "detail", "duration_ms",
        "max_age_s", "ok", "id"];

    private static readonly string[] Formats = ["text", "md", "html", "json"];

    private static SystemSnapshot Snapshot => new(
        new SnapshotMetadata(Facts.Now, Facts.Now.AddSeconds(1), "someone", "1.0", "test"), Verdict.Yellow, "A <headline> | with signs", "full",
        [Facts.Make(Plane.Data, "clickhouse", "ta_signals", """{"rows":1}""") with { Detail = "<script>alert(1)</script>", Command = "a | b" }],
        [new Interpretation("probe_failed", Verdict.Yellow, "Something <b>failed</b>.", ["clickhouse.ta_signals"])],
        [new NextAction("probe_failed", "Look.", "someone", "docs/runbooks/platform.md#probe-failed")]);

    [Test]
    public void Json_Snapshot_KeepsFactsApartFromInterpretations()
    {
        using var json = JsonDocument.Parse(SnapshotFormat.Find("json")!.Render(Snapshot));
        var root = json.RootElement;
        Assert.Multiple(() =>
        {
            Assert.That(root.GetProperty("verdict").GetString(), Is.EqualTo("YELLOW"));
            Assert.That(root.GetProperty("facts")[0].EnumerateObject().Select(p => p.Name), Is.EquivalentTo(FactKeys));
            Assert.That(root.GetProperty("facts")[0].GetProperty("plane").GetString(), Is.EqualTo("data"));
            Assert.That(root.GetProperty("facts")[0].GetProperty("outcome").GetString(), Is.EqualTo("ok"));
            Assert.That(root.GetProperty("interpretations")[0].GetProperty("label").GetString(), Is.EqualTo("interpretation"));
            Assert.That(root.GetProperty("interpretations")[0].GetProperty("rests_on")[0].GetString(), Is.EqualTo("clickhouse.ta_signals"));
        });
    }

    [Test]
    public void Json_ReadAndJudgedAgain_IsTheSameSnapshot([ValueSource(nameof(Formats))] string format)
    {
        foreach (var snapshot in new[] { SampleSnapshots.Healthy(), SampleSnapshots.Ill() })
        {
            var read = JsonRenderer.Read<SystemSnapshot>(JsonRenderer.Render(snapshot));
            var again = SnapshotJudge.Judge(read.Metadata, read.Facts, new SnapshotOptions());
            var renderer = SnapshotFormat.Find(format)!;
            Assert.That(renderer.Render(again), Is.EqualTo(renderer.Render(snapshot)));
            Assert.That(renderer.Render(read), Is.EqualTo(renderer.Render(snapshot)));
        }
    }

    [Test]
    public void Render_AnotherCulture_GivesTheSameBytes([ValueSource(nameof(Formats))] string format)
    {
        var expected = SnapshotFormat.Find(format)!.Render(SampleSnapshots.Ill());
        var before = CultureInfo.CurrentCulture;
        var strange = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        strange.NumberFormat.NumberDecimalSeparator = "·";
        strange.NumberFormat.PercentDecimalSeparator = "·";
        strange.NumberFormat.NumberGroupSeparator = "_";
        strange.NumberFormat.NegativeSign = "minus ";
        strange.NumberFormat.PercentSymbol = " of a hundred";
        strange.DateTimeFormat.TimeSeparator = ".";
        strange.DateTimeFormat.DateSeparator = "/";
        try
        {
            CultureInfo.CurrentCulture = strange;
            Assert.That(SnapshotFormat.Find(format)!.Render(SampleSnapshots.Ill()), Is.EqualTo(expected));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void Render_AnySnapshot_HasAllFourPlanes([ValueSource(nameof(Formats))] string format)
    {
        var text = SnapshotFormat.Find(format)!.Render(SampleSnapshots.Of([]));
        Assert.That(text, Does.Contain("ontrol").And.Contain("ompute").And.Contain("ata").And.Contain("ecision"));
        Assert.That(text, format == "json" ? Does.Contain("plane_unseen") : Does.Contain("UNSEEN"));
    }

    [Test]
    public void Html_Snapshot_EscapesEverything()
    {
        var html = SnapshotFormat.Find("html")!.Render(Snapshot);
        Assert.That(html, Does.Not.Contain("<script>").And.Not.Contain("<b>failed").And.Contain("YELLOW: A &lt;headline&gt;"));
        Assert.That(SnapshotFormat.Find("html")!.Render(SampleSnapshots.Ill()), Does.Not.Contain("<script>").And.Contain("Explained by the top cause"));
    }

    [Test]
    public void Markdown_Snapshot_KeepsItsTableAndHoldsNoTags()
    {
        var text = SnapshotFormat.Markdown.Render(Snapshot);
        var row = text.Split('\n').Single(line => line.StartsWith("| clickhouse.ta_signals", StringComparison.Ordinal));
        Assert.That(row, Does.Contain("a \\| b"));
        Assert.That(text, Does.Not.Contain("<script>").And.Not.Contain("<b>"));
    }

    [Test]
    public void Markdown_Ill_DrawsPlanesInTheirColours()
    {
        var text = SnapshotFormat.Markdown.Render(SampleSnapshots.Ill());
        Assert.Multiple(() =>
        {
            Assert.That(text, Does.Contain("```mermaid\nflowchart LR\n"));
            Assert.That(text, Does.Contain("  Control[\"Control plane: GREEN\"]:::GREEN\n"));
            Assert.That(text, Does.Contain("  Data[\"Data plane: RED\"]:::RED\n"));
            Assert.That(text, Does.Contain("  Data --- Data_clickhouse[\"clickhouse: RED\"]:::RED\n"));
            Assert.That(text, Does.Contain("classDef RED fill:#ffd9d6"));
        });
    }

    [Test]
    public void Mermaid_HostileName_EndsNoLabel()
    {
        var facts = Facts.Healthy();
        facts["x"] = Facts.Make(Plane.Data, "x\"]\nclick A \"javascript:1\"", "p", "{}");
        Assert.That(MermaidDiagram.Render(SampleSnapshots.Of(facts)), Does.Contain("[\"x___click_A__javascript_1_: GREEN\"]"));
    }

    [Test]
    public void Text_AnySnapshot_FitsATerminal()
    {
        foreach (var snapshot in new[] { SampleSnapshots.Healthy(), SampleSnapshots.Ill(), SampleSnapshots.Of([]) })
        {
            var lines = SnapshotFormat.Text.Render(snapshot).TrimEnd('\n').Split('\n');
            Assert.That(lines, Has.Length.LessThan(24));
            Assert.That(lines.Select(line => line.Length), Is.All.LessThanOrEqualTo(80));
            Assert.That(string.Concat(lines), Does.Not.Contain('\u001b'));
        }
    }

    [Test]
    public void Text_All_ShowsEveryFactAndHowToSeeWhatFailed()
    {
        var snapshot = SampleSnapshots.Ill();
        var text = SnapshotFormat.AllText.Render(snapshot);
        Assert.That(snapshot.Facts.Select(fact => fact.Id).Where(id => !text.Contains($"  {id}: ", StringComparison.Ordinal)), Is.Empty);
        Assert.That(text, Does.Contain("see for yourself: command").And.Not.Contain('\u001b'));
    }
}
