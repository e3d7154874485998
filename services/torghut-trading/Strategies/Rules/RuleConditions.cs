namespace Torghut.Trading.Strategies.Rules;

/// <summary>The conditions that a rule joins by <c>and</c>, as they are written: what a decision names as its reasons.</summary>
internal static class RuleConditions
{
    public static IEnumerable<string> Of(RuleNode rule, string text)
    {
        var cuts = new List<int>();
        Find(rule, text, cuts);
        cuts.Sort();
        var from = 0;
        foreach (var cut in cuts)
        {
            yield return Trim(text[from..cut]);
            from = cut + "and".Length;
        }

        yield return Trim(text[from..]);
    }

    /// <summary>What stands in parentheses is one condition.</summary>
    private static void Find(RuleNode node, string text, List<int> cuts)
    {
        if (node is RuleNode.Binary { Operator: RuleToken.And } join && text.AsSpan(0, join.At).Count('(') == text.AsSpan(0, join.At).Count(')'))
        {
            Find(join.Left, text, cuts);
            Find(join.Right, text, cuts);
            cuts.Add(join.At);
        }
    }

    private static string Trim(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
