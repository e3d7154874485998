using YamlDotNet.RepresentationModel;

namespace Torghut.Charts.Tests.Rendering;

/// <summary>A YAML node; a path goes through maps by dots.</summary>
internal sealed class Node(YamlNode node)
{
    public string Text => node is YamlScalarNode scalar ? scalar.Value ?? "" : throw new AssertionException($"expected a scalar, found {node}");

    public IEnumerable<Node> Items => ((YamlSequenceNode)node).Children.Select(child => new Node(child));

    public IReadOnlyDictionary<string, Node> Map =>
        ((YamlMappingNode)node).Children.ToDictionary(pair => ((YamlScalarNode)pair.Key).Value!, pair => new Node(pair.Value));

    public Node this[string path] => Find(path) ?? throw new AssertionException($"{path} is missing in\n{node}");

    public bool IsMap => node is YamlMappingNode;

    public bool IsList => node is YamlSequenceNode;

    /// <summary>Whether the value was written without quotes, so that its form says its type.</summary>
    public bool IsPlain => node is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain };

    public bool Has(string path) => Find(path) is not null;

    /// <summary>The text of a label or an annotation, whose name holds dots; empty when there is none.</summary>
    public string Meta(string map, string name) => Find("metadata." + map)?.Map.TryGetValue(name, out var found) == true ? found.Text : "";

    /// <summary>The same as YAML.</summary>
    public string ToYaml()
    {
        using var writer = new StringWriter();
        new YamlStream(new YamlDocument(node)).Save(writer, assignAnchors: false);
        return writer.ToString().Replace("\n...\n", "\n", StringComparison.Ordinal);
    }

    // Labels and annotations hold dots in their names; they are read through Map.
    private Node? Find(string path)
    {
        YamlNode current = node;
        foreach (string name in path.Split('.'))
        {
            if (current is not YamlMappingNode map || !map.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? next))
            {
                return null;
            }

            current = next;
        }

        return new Node(current);
    }
}
