namespace Torghut.Trading.Strategies.Rules;

/// <summary>A part of a parsed rule.</summary>
/// <param name="At">Offset of its first character, from 0.</param>
internal abstract record RuleNode(int At)
{
    internal sealed record Number(int At, double Value) : RuleNode(At);

    internal sealed record Truth(int At, bool Value) : RuleNode(At);

    internal sealed record Name(int At, string Text) : RuleNode(At);

    internal sealed record Call(int At, string Function, IReadOnlyList<RuleNode> Arguments) : RuleNode(At);

    internal sealed record Negate(int At, RuleNode Operand) : RuleNode(At);

    internal sealed record Not(int At, RuleNode Operand) : RuleNode(At);

    internal sealed record IsNull(int At, RuleNode Operand) : RuleNode(At);

    internal sealed record Binary(int At, RuleToken Operator, RuleNode Left, RuleNode Right) : RuleNode(At);
}
