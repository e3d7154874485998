using System.Text.Json;
using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots.Rendering;

namespace Torghut.Ops.Tests.Snapshots;

public sealed class RenderingTests
{
    private static readonly string[] FactKeys = ["plane", "component", "probe", "command", "observed_at", "outcome", "value", "detail", "duration_ms",
        "max_age_s", "ok", "id"];

    private static SystemSnapshot Snapshot => new(
        new SnapshotMetadata(Facts.Now, Facts.Now.AddSeconds(1), "someone", "1.0", "test"), Verdict.Yellow, "A <headline> | with signs", "full",
        [Facts.Make(Plane.Data, "clickhouse", "ta_signals", """{"rows":1}""") with { Detail = "<script>alert(1)</script>", Command = "a | b" }],
        [new Interpretation("probe_failed", Verdict.Yellow, "Something <b>failed</b>.", ["clickhouse.ta_signals"])],
        [new NextAction("probe_failed", "Look.", "someone", "docs/runbooks.md#probe-failed")]);

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
            Assert.That(root.GetProperty("interpretations")[0].GetProperty("label").GetString(), Is.EqualTo("interpretation"));
            Assert.That(root.GetProperty("interpretations")[0].GetProperty("rests_on")[0].GetString(), Is.EqualTo("clickhouse.ta_signals"));
        });
    }

    [Test]
    public void Html_Snapshot_EscapesEverything()
    {
        var html = SnapshotFormat.Find("html")!.Render(Snapshot);
        Assert.That(html, Does.Not.Contain("<script>").And.Not.Contain("<b>failed").And.Contain("YELLOW: A &lt;headline&gt;"));
    }

    [Test]
    public void Markdown_Snapshot_KeepsItsTable()
    {
        var row = SnapshotFormat.Markdown.Render(Snapshot).Split('\n').Single(line => line.StartsWith("| clickhouse.ta_signals", StringComparison.Ordinal));
        Assert.That(row, Does.Contain("a \\| b"));
    }
}
