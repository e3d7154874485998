using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Torghut.Ops.GitOps;

/// <summary>
/// Changes scalars of a YAML file in place: only their own characters are replaced, so that comments, order and line ends stay. What comes out is read again
/// and compared with what went in; a difference anywhere else is an error, not a change.
/// </summary>
internal static class YamlFields
{
    private const string Gate = "file";

    /// <exception cref="GitOpsException">There is no such field, or the file is no YAML that is understood.</exception>
    public static string Read(string text, IReadOnlyList<string> path) => Find(Load(text), path).Value ?? "";

    /// <summary>Null where the file has no such field.</summary>
    public static string? TryRead(string text, IReadOnlyList<string> path) => Leaves(Load(text)).GetValueOrDefault(Key(path))?.Value;

    public static string Set(string text, IReadOnlyList<FieldChange> changes)
    {
        var before = Load(text);
        var edited = text;
        foreach (var (change, node) in changes.Select(change => (change, Find(before, change.Path))).OrderByDescending(pair => pair.Item2.Start.Index))
        {
            if (ProtectedFields.Covers(change.Path))
            {
                throw new GitOpsException("protected", $"{change.Name} is never changed by a command");
            }

            edited = Replace(edited, node, change);
        }

        RequireNothingElse(Leaves(before), Leaves(Load(edited)), changes);
        return edited;
    }

    private static string Replace(string text, YamlScalarNode node, FieldChange change)
    {
        var start = checked((int)node.Start.Index);
        var end = checked((int)node.End.Index);
        var written = start >= 0 && end <= text.Length && start < end ? text[start..end] : "";
        var (prefix, suffix) = node.Style switch
        {
            ScalarStyle.DoubleQuoted => ("\"", "\""),
            ScalarStyle.SingleQuoted => ("'", "'"),
            ScalarStyle.Plain => ("", ""),
            _ => throw new GitOpsException(Gate, $"{change.Name} is not written on one line"),
        };
        if (written != prefix + node.Value + suffix)
        {
            throw new GitOpsException(Gate, $"{change.Name} is written in a way that is not understood");
        }

        if (!IsSafe(change.Value, node.Style))
        {
            throw new GitOpsException(Gate, $"{change.Name} cannot get the value '{change.Value}' as it is written there");
        }

        return $"{text[..start]}{prefix}{change.Value}{suffix}{text[end..]}";
    }

    /// <summary>Letters that mean themselves in any style; a plain scalar has no ':' that could be taken for a key.</summary>
    private static bool IsSafe(string value, ScalarStyle style) => value.Length is > 0 and <= 256 && char.IsAsciiLetterOrDigit(value[0])
        && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' || (c is ':' or '+' && style != ScalarStyle.Plain));

    private static YamlMappingNode Load(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root
                ? root
                : throw new GitOpsException(Gate, "the file is not one YAML mapping");
        }
        catch (Exception failure) when (failure is YamlException or ArgumentException)
        {
            throw new GitOpsException(Gate, $"the file is no YAML: {failure.Message}", failure);
        }
    }

    private static YamlScalarNode Find(YamlMappingNode root, IReadOnlyList<string> path)
    {
        YamlNode node = root;
        foreach (var key in path)
        {
            var next = (node as YamlMappingNode)?.Children.FirstOrDefault(child => child.Key is YamlScalarNode name && name.Value == key).Value;
            node = next is { Anchor.IsEmpty: true } ? next : throw new GitOpsException(Gate, $"the file has no field {string.Join('.', path)} of its own");
        }

        return node is YamlScalarNode { Tag.IsEmpty: true } scalar ? scalar : throw new GitOpsException(Gate, $"{string.Join('.', path)} is no plain field");
    }

    private static void RequireNothingElse(
        IReadOnlyDictionary<string, Leaf> before, IReadOnlyDictionary<string, Leaf> after, IReadOnlyList<FieldChange> changes)
    {
        var expected = before.ToDictionary(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            expected[Key(change.Path)] = expected[Key(change.Path)] with { Value = change.Value };
        }

        if (expected.Count != after.Count || expected.Any(leaf => !after.TryGetValue(leaf.Key, out var now) || now != leaf.Value))
        {
            throw new GitOpsException(Gate, "the change would reach other fields too");
        }
    }

    private static Dictionary<string, Leaf> Leaves(YamlMappingNode root)
    {
        var leaves = new Dictionary<string, Leaf>(StringComparer.Ordinal);
        Walk(root, "");
        return leaves;

        void Walk(YamlNode node, string at)
        {
            switch (node)
            {
                case YamlMappingNode mapping:
                    leaves[at + "\0{}"] = new Leaf("", ScalarStyle.Any);
                    foreach (var (key, value) in mapping.Children)
                    {
                        Walk(value, $"{at}\0{key}");
                    }

                    break;
                case YamlSequenceNode sequence:
                    leaves[at + "\0[]"] = new Leaf("", ScalarStyle.Any);
                    for (var i = 0; i < sequence.Children.Count; i++)
                    {
                        Walk(sequence.Children[i], $"{at}\0{i}");
                    }

                    break;
                case YamlScalarNode scalar:
                    leaves[at] = new Leaf(scalar.Value ?? "", scalar.Style);
                    break;
                default:
                    throw new GitOpsException(Gate, "the file has aliases");
            }
        }
    }

    private static string Key(IReadOnlyList<string> path) => string.Concat(path.Select(key => "\0" + key));

    /// <summary>What a scalar says, and whether it is a word or may be a number.</summary>
    private sealed record Leaf(string Value, ScalarStyle Style);
}
