namespace Torghut.Ops.Schemas;

/// <summary>The command line of <c>torghut-ops schemas</c>.</summary>
internal sealed record SchemaArguments(bool Register, bool Apply, string Reason, string Confirmation)
{
    public const string Usage = "check, or register [--apply --reason TEXT --confirm " + SchemaRegistration.Confirmation + "]";

    /// <summary>The arguments; null when they are wrong.</summary>
    public static SchemaArguments? Parse(IReadOnlyList<string> words)
    {
        if (words is ["check"])
        {
            return new SchemaArguments(false, false, "", "");
        }

        if (words.Count == 0 || words[0] != "register")
        {
            return null;
        }

        var arguments = new SchemaArguments(true, false, "", "");
        for (var at = 1; at < words.Count; at++)
        {
            switch (words[at])
            {
                case "--apply":
                    arguments = arguments with { Apply = true };
                    break;
                case "--reason" when at + 1 < words.Count:
                    arguments = arguments with { Reason = words[++at] };
                    break;
                case "--confirm" when at + 1 < words.Count:
                    arguments = arguments with { Confirmation = words[++at] };
                    break;
                default:
                    return null;
            }
        }

        return arguments;
    }
}
