using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Torghut.Trading.Catalogue;

/// <summary>
/// Passes on the events of a YAML document within bounds, before anything is built of them: what builds a document calls itself for every level, and a stack
/// that overflows ends the process. Anchors, aliases and tags are refused: nothing in a catalogue needs them, and an alias makes much of little.
/// </summary>
internal sealed class BoundedParser(IParser inner) : IParser
{
    /// <summary>Levels of lists and mappings.</summary>
    public const int MaxDepth = 20;

    /// <summary>Scalars, lists and mappings of the whole file.</summary>
    public const int MaxNodes = 100_000;

    private int _depth;
    private int _nodes;

    public ParsingEvent? Current => inner.Current;

    public bool MoveNext()
    {
        if (!inner.MoveNext())
        {
            return false;
        }

        switch (inner.Current)
        {
            case AnchorAlias alias:
                throw new SemanticErrorException(alias.Start, alias.End, "aliases are not allowed");
            case NodeEvent node:
                Check(node);
                break;
            case SequenceEnd or MappingEnd:
                _depth--;
                break;
        }

        return true;
    }

    private void Check(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty)
        {
            throw new SemanticErrorException(node.Start, node.End, "anchors are not allowed");
        }

        if (!node.Tag.IsEmpty)
        {
            throw new SemanticErrorException(node.Start, node.End, "tags are not allowed");
        }

        if (++_nodes > MaxNodes)
        {
            throw new SemanticErrorException(node.Start, node.End, $"more than {MaxNodes} values");
        }

        if (node is SequenceStart or MappingStart && ++_depth > MaxDepth)
        {
            throw new SemanticErrorException(node.Start, node.End, $"nested deeper than {MaxDepth} levels");
        }
    }
}
