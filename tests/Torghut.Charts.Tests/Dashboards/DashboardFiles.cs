using System.Text.Json;
using Torghut.Charts.Tests.Rendering;

namespace Torghut.Charts.Tests.Dashboards;

/// <summary>The charts' dashboards, as Grafana reads them.</summary>
internal static class DashboardFiles
{
    /// <summary>Paths from the charts' folder.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Helm.Services.Select(chart => Path.Combine(Tree.Charts, chart, "dashboards")).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.json")).Select(file => Path.GetRelativePath(Tree.Charts, file)).Order()];

    /// <summary>Every query, with the panel that has it.</summary>
    public static IEnumerable<(string Where, string Query)> Queries => All.SelectMany(file => PanelsOf(file).SelectMany(panel => QueriesOf(panel)
        .Select(query => ($"{file}: {panel.GetProperty("title").GetString()}", query))));

    public static JsonElement Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Tree.Charts, file)));
        return document.RootElement.Clone();
    }

    /// <summary>Panels that show something; rows are headings.</summary>
    public static IEnumerable<JsonElement> PanelsOf(string file) =>
        Read(file).GetProperty("panels").EnumerateArray().Where(panel => panel.GetProperty("type").GetString() != "row");

    public static IEnumerable<string> QueriesOf(JsonElement panel) =>
        panel.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("expr").GetString()!);
}
