using System.Globalization;
using Superpower;
using Superpower.Model;
using Superpower.Parsers;
using Superpower.Tokenizers;

namespace Torghut.Trading.Strategies.Rules;

/// <summary>Reads the text of a rule within bounds; the grammar is in docs/strategies.md, why it is ours in docs/adr/0041-rules.md.</summary>
internal static class RuleParser
{
    /// <summary>Longest rule.</summary>
    public const int MaxCharacters = 2_000;

    /// <summary>Most words and signs.</summary>
    public const int MaxTokens = 400;

    /// <summary>Deepest nesting: what reads a rule calls itself for every level.</summary>
    public const int MaxDepth = 32;

    private static readonly Tokenizer<RuleToken> Tokens = new TokenizerBuilder<RuleToken>()
        .Ignore(Span.WhiteSpace)
        .Match(Span.EqualTo("<="), RuleToken.LessOrEqual)
        .Match(Span.EqualTo(">="), RuleToken.GreaterOrEqual)
        .Match(Span.EqualTo("=="), RuleToken.Equal)
        .Match(Span.EqualTo("!="), RuleToken.NotEqual)
        .Match(Character.EqualTo('<'), RuleToken.Less)
        .Match(Character.EqualTo('>'), RuleToken.Greater)
        .Match(Character.EqualTo('('), RuleToken.Open)
        .Match(Character.EqualTo(')'), RuleToken.Close)
        .Match(Character.EqualTo(','), RuleToken.Comma)
        .Match(Character.EqualTo('+'), RuleToken.Plus)
        .Match(Character.EqualTo('-'), RuleToken.Minus)
        .Match(Character.EqualTo('*'), RuleToken.Times)
        .Match(Character.EqualTo('/'), RuleToken.Over)
        .Match(Span.EqualTo("and"), RuleToken.And, requireDelimiters: true)
        .Match(Span.EqualTo("or"), RuleToken.Or, requireDelimiters: true)
        .Match(Span.EqualTo("not"), RuleToken.Not, requireDelimiters: true)
        .Match(Span.EqualTo("is"), RuleToken.Is, requireDelimiters: true)
        .Match(Span.EqualTo("null"), RuleToken.Null, requireDelimiters: true)
        .Match(Span.EqualTo("true"), RuleToken.True, requireDelimiters: true)
        .Match(Span.EqualTo("false"), RuleToken.False, requireDelimiters: true)
        .Match(Numerics.Decimal, RuleToken.Number, requireDelimiters: true)
        .Match(
            Character.Lower.Or(Character.EqualTo('_')).Then(_ => Character.LetterOrDigit.Or(Character.In('_', '.')).Many()), RuleToken.Name,
            requireDelimiters: true)
        .Build();

    private static readonly TokenListParser<RuleToken, RuleNode> Primary =
        Token.EqualTo(RuleToken.Number).Select(token => (RuleNode)new RuleNode.Number(At(token), Value(token)))
            .Or(Token.EqualTo(RuleToken.True).Select(token => (RuleNode)new RuleNode.Truth(At(token), true)))
            .Or(Token.EqualTo(RuleToken.False).Select(token => (RuleNode)new RuleNode.Truth(At(token), false)))
            .Or(Parse.Ref(() => Disjunction!).Between(Token.EqualTo(RuleToken.Open), Token.EqualTo(RuleToken.Close)))
            .Or(
                from name in Token.EqualTo(RuleToken.Name)
                from arguments in Parse.Ref(() => Disjunction!).ManyDelimitedBy(Token.EqualTo(RuleToken.Comma))
                    .Between(Token.EqualTo(RuleToken.Open), Token.EqualTo(RuleToken.Close))
                    .Select(list => (RuleNode[]?)list).OptionalOrDefault()
                select arguments is null
                    ? (RuleNode)new RuleNode.Name(At(name), name.ToStringValue())
                    : new RuleNode.Call(At(name), name.ToStringValue(), arguments))
            .Named("value");

    private static readonly TokenListParser<RuleToken, RuleNode> Signed =
        (from sign in Token.EqualTo(RuleToken.Minus)
         from operand in Parse.Ref(() => Signed!)
         select (RuleNode)new RuleNode.Negate(At(sign), operand))
        .Or(Primary);

    private static readonly TokenListParser<RuleToken, RuleNode> Product =
        Parse.Chain(Token.EqualTo(RuleToken.Times).Or(Token.EqualTo(RuleToken.Over)), Signed, Join);

    private static readonly TokenListParser<RuleToken, RuleNode> Sum =
        Parse.Chain(Token.EqualTo(RuleToken.Plus).Or(Token.EqualTo(RuleToken.Minus)), Product, Join);

    private static readonly TokenListParser<RuleToken, Token<RuleToken>> Comparator =
        Token.EqualTo(RuleToken.Less).Or(Token.EqualTo(RuleToken.LessOrEqual)).Or(Token.EqualTo(RuleToken.Greater))
            .Or(Token.EqualTo(RuleToken.GreaterOrEqual)).Or(Token.EqualTo(RuleToken.Equal)).Or(Token.EqualTo(RuleToken.NotEqual));

    private static readonly TokenListParser<RuleToken, Func<RuleNode, RuleNode>?> Comparand =
        (from sign in Comparator
         from right in Sum
         select (Func<RuleNode, RuleNode>?)(left => Join(sign, left, right)))
        .Or(
            from word in Token.EqualTo(RuleToken.Is)
            from negated in Token.EqualTo(RuleToken.Not).Value(true).OptionalOrDefault(false)
            from missing in Token.EqualTo(RuleToken.Null)
            select (Func<RuleNode, RuleNode>?)(left => negated
                ? new RuleNode.Not(At(word), new RuleNode.IsNull(At(word), left))
                : new RuleNode.IsNull(At(word), left)));

    private static readonly TokenListParser<RuleToken, RuleNode> Comparison =
        from left in Sum
        from rest in Comparand.OptionalOrDefault()
        select rest is null ? left : rest(left);

    private static readonly TokenListParser<RuleToken, RuleNode> Negation =
        (from word in Token.EqualTo(RuleToken.Not)
         from operand in Parse.Ref(() => Negation!)
         select (RuleNode)new RuleNode.Not(At(word), operand))
        .Or(Comparison);

    private static readonly TokenListParser<RuleToken, RuleNode> Conjunction = Parse.Chain(Token.EqualTo(RuleToken.And), Negation, Join);

    private static readonly TokenListParser<RuleToken, RuleNode> Disjunction = Parse.Chain(Token.EqualTo(RuleToken.Or), Conjunction, Join);

    private static readonly TokenListParser<RuleToken, RuleNode> Whole = Disjunction.AtEnd();

    /// <summary>Reads a rule.</summary>
    /// <exception cref="RuleException">It is none, or larger than the bounds.</exception>
    public static RuleNode Read(string text)
    {
        if (text.Length > MaxCharacters)
        {
            throw new RuleException(MaxCharacters, $"longer than {MaxCharacters} characters");
        }

        var tokens = Tokens.TryTokenize(text);
        if (!tokens.HasValue)
        {
            throw new RuleException(tokens.ErrorPosition.HasValue ? tokens.ErrorPosition.Absolute : 0, tokens.FormatErrorMessageFragment());
        }

        Check(tokens.Value);
        var parsed = Whole.TryParse(tokens.Value);
        return parsed.HasValue
            ? parsed.Value
            : throw new RuleException(parsed.ErrorPosition.HasValue ? parsed.ErrorPosition.Absolute : text.Length, parsed.FormatErrorMessageFragment());
    }

    /// <summary>Bounds, before anything that calls itself for every level sees the rule.</summary>
    private static void Check(TokenList<RuleToken> tokens)
    {
        var (count, open, prefixes) = (0, 0, 0);
        foreach (var token in tokens)
        {
            if (++count > MaxTokens)
            {
                throw new RuleException(At(token), $"more than {MaxTokens} words and signs");
            }

            open += token.Kind switch { RuleToken.Open => 1, RuleToken.Close => -1, _ => 0 };
            prefixes = token.Kind is RuleToken.Not or RuleToken.Minus ? prefixes + 1 : 0;
            if (open > MaxDepth || prefixes > MaxDepth)
            {
                throw new RuleException(At(token), $"nested deeper than {MaxDepth} levels");
            }
        }
    }

    private static RuleNode Join(Token<RuleToken> sign, RuleNode left, RuleNode right) => new RuleNode.Binary(At(sign), sign.Kind, left, right);

    private static int At(Token<RuleToken> token) => token.Position.Absolute;

    private static double Value(Token<RuleToken> token) => double.Parse(token.ToStringValue(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
