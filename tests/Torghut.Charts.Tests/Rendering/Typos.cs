using YamlDotNet.RepresentationModel;

namespace Torghut.Charts.Tests.Rendering;

/// <summary>Objects with one field that their kind has not.</summary>
internal static class Typos
{
    private const string Field = "noSuchField";

    /// <summary>Maps whose keys are their user's: nothing there is a typo.</summary>
    private static readonly HashSet<string> Free = new(StringComparer.Ordinal)
    {
        "metadata", "data", "labels", "annotations", "matchLabels", "selector", "requests", "limits", "config", "parameters", "encryptedData", "nodeSelector",
        "users", "profiles", "quotas", "settings", "podTemplates", "serviceTemplates", "volumeClaimTemplates",
    };

    /// <summary>Where a pod is, looked into first.</summary>
    private static readonly string[] First = ["containers", "spec", "template"];

    /// <summary>One object for each place, the place before it: at its top, and in the first map or list entry of each level below.</summary>
    public static IEnumerable<(string Place, Node Typo)> Plant(Node resource)
    {
        List<string> path = [];
        while (true)
        {
            var root = Copy(resource);
            if (At(root, path) is not { } map)
            {
                yield break;
            }

            map.Add(Field, "1");
            yield return ("/" + string.Join('/', path), new Node(root));
            map.Children.Remove(new YamlScalarNode(Field));
            var deeper = map.Children.Where(pair => !Free.Contains(Name(pair.Key)) && Map(pair.Value) is not null).Select(pair => Name(pair.Key));
            if (deeper.OrderBy(name => First.Contains(name) ? 0 : 1).FirstOrDefault() is not { } next)
            {
                yield break;
            }

            path.Add(next);
        }
    }

    private static YamlMappingNode Copy(Node resource)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(resource.ToYaml()));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static YamlMappingNode? At(YamlMappingNode root, IEnumerable<string> path) =>
        path.Aggregate<string, YamlMappingNode?>(root, (map, name) => Map(map!.Children[new YamlScalarNode(name)]));

    private static YamlMappingNode? Map(YamlNode node) =>
        node as YamlMappingNode ?? (node is YamlSequenceNode { Children.Count: > 0 } list ? list.Children[0] as YamlMappingNode : null);

    private static string Name(YamlNode key) => ((YamlScalarNode)key).Value!;
}
