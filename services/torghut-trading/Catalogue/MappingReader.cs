using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Torghut.Trading.Catalogue;

/// <summary>Reads the fields of one mapping with their types and ranges; what was never asked for is unknown and refused.</summary>
internal sealed class MappingReader
{
    private readonly YamlMappingNode _node;
    private readonly string _path;
    private readonly CatalogueProblems _problems;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public MappingReader(YamlMappingNode node, string path, CatalogueProblems problems)
    {
        _node = node;
        _path = path;
        _problems = problems;
    }

    /// <summary>Where it stands.</summary>
    public YamlNode Node => _node;

    /// <summary>Keys that are text, in the file's order.</summary>
    public IEnumerable<string> Names => _node.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "");

    public YamlNode? Required(string name)
    {
        var node = Optional(name);
        if (node is null)
        {
            _problems.Add(_node, FieldPath(name), "missing");
        }

        return node;
    }

    public YamlNode? Optional(string name)
    {
        _read.Add(name);
        return _node.Children.TryGetValue(new YamlScalarNode(name), out var node) && !IsNull(node) ? node : null;
    }

    public string? Text(string name, bool required, int maxLength)
    {
        var node = required ? Required(name) : Optional(name);
        if (node is null)
        {
            return null;
        }

        if (node is YamlScalarNode { Value: { } value } && value.Length <= maxLength && (value.Length > 0 || !required))
        {
            return value;
        }

        _problems.Add(node, FieldPath(name), $"expected text of at most {maxLength} characters");
        return null;
    }

    public bool? Flag(string name)
    {
        switch (Optional(name))
        {
            case null: return null;
            case YamlScalarNode { Value: "true", Style: ScalarStyle.Plain }: return true;
            case YamlScalarNode { Value: "false", Style: ScalarStyle.Plain }: return false;
            case var other:
                _problems.Add(other, FieldPath(name), $"expected true or false, found '{CatalogueProblems.Shown(other)}'");
                return null;
        }
    }

    public decimal? Number(string name, decimal min, decimal max)
    {
        var node = Optional(name);
        if (node is null)
        {
            return null;
        }

        if (node is YamlScalarNode scalar
            && decimal.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
        {
            return value;
        }

        _problems.Add(node, FieldPath(name), string.Create(CultureInfo.InvariantCulture, $"expected a number from {min} to {max}, found '{CatalogueProblems.Shown(node)}'"));
        return null;
    }

    public MappingReader? Mapping(string name)
    {
        switch (Optional(name))
        {
            case null: return null;
            case YamlMappingNode mapping: return new MappingReader(mapping, FieldPath(name), _problems);
            case var other:
                _problems.Add(other, FieldPath(name), "expected a mapping");
                return null;
        }
    }

    public void RefuseUnread()
    {
        foreach (var (key, _) in _node.Children)
        {
            var name = key is YamlScalarNode { Value: { } text } ? text : "?";
            if (!_read.Contains(name))
            {
                _problems.Add(key, FieldPath(name), $"unknown field, expected one of {string.Join(", ", _read.Order(StringComparer.Ordinal))}");
            }
        }
    }

    public void Refuse(string name, string reason) => _problems.Add(Optional(name) ?? _node, FieldPath(name), reason);

    private string FieldPath(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private static bool IsNull(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" };
}
