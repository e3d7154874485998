using System.Text;
using Torghut.Charts.Tests.Rendering;
using YamlDotNet.RepresentationModel;

namespace Torghut.Charts.Tests.Alerts;

/// <summary>The charts' rules, and the cases that they are tried with.</summary>
internal static class AlertFiles
{
    /// <summary>Charts that have rules.</summary>
    public static IReadOnlyList<string> Charts { get; } = [.. Helm.Services.Where(chart => File.Exists(PathOf(chart)))];

    public static IReadOnlyList<Alert> Alerts { get; } =
        [.. Charts.SelectMany(chart => Rules(chart).Where(rule => rule.Has("alert")).Select(rule => new Alert(chart, rule)))];

    public static IReadOnlyDictionary<string, Node> Cases { get; } =
        Read(Path.Combine(Torghut.Testing.Repository.Root, "tests", "Torghut.Charts.Tests", "Alerts", "cases.yaml")).Map;

    public static string PathOf(string chart) => Path.Combine(Tree.Charts, chart, "alerts.yaml");

    /// <summary>Every rule of a chart, recorded series among them.</summary>
    public static IEnumerable<Node> Rules(string chart) => Read(PathOf(chart))["groups"].Items.SelectMany(group => group["rules"].Items);

    /// <summary>A chart's rules without the alerts that fire at any hour.</summary>
    public static string SessionRules(string chart)
    {
        var text = new StringBuilder();
        var kept = true;
        foreach (var line in File.ReadLines(PathOf(chart)))
        {
            var words = line.Split(':', StringSplitOptions.TrimEntries);
            kept = words[0] switch
            {
                "- alert" => Alerts.Single(alert => alert.Name == words[1]).IsOfTheSession,
                "- name" or "- record" => true,
                _ => kept,
            };
            text.Append(kept ? line + "\n" : "");
        }

        return text.ToString();
    }

    public static Node Read(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(file)));
        return new Node(stream.Documents.Single().RootNode);
    }
}
