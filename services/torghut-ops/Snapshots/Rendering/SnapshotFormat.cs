using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Rendering;

/// <summary>A way to write a snapshot down.</summary>
internal sealed record SnapshotFormat(string Name, string ContentType, Func<SystemSnapshot, string> Render)
{
    public static readonly SnapshotFormat Markdown = new("md", "text/markdown; charset=utf-8", MarkdownRenderer.Render);

    /// <summary>For a terminal.</summary>
    public static readonly SnapshotFormat Text = new("text", "text/plain; charset=utf-8", TextRenderer.Render);

    /// <summary>For a terminal that scrolls.</summary>
    public static readonly SnapshotFormat AllText = Text with { Render = TextRenderer.RenderAll };

    private static readonly SnapshotFormat[] All =
        [new("json", "application/json; charset=utf-8", JsonRenderer.Render), Markdown, new("html", "text/html; charset=utf-8", HtmlRenderer.Render), Text];

    public static string Names => string.Join(", ", All.Select(f => f.Name));

    public static SnapshotFormat? Find(string name) => All.FirstOrDefault(f => f.Name == name);
}
