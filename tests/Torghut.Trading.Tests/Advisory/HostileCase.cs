namespace Torghut.Trading.Tests.Advisory;

/// <summary>An attack: where somebody outside writes, and what.</summary>
/// <param name="Risk">Its place in the OWASP Top 10 for LLM applications (2025).</param>
/// <param name="Field">Where it is written.</param>
/// <param name="Text">What is written, with a mark that is looked for afterwards.</param>
public sealed record HostileCase(string Risk, HostileField Field, string Text)
{
    /// <summary>Stands in every text: wherever it turns up, what was written has got there.</summary>
    public const string Mark = "zq7hostile";

    public override string ToString() => $"{Risk} {Field} {Text.Length}";
}
