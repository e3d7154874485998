namespace Torghut.Trading.Strategies.Rules;

/// <summary>A rule of a strategy is none.</summary>
/// <param name="rule"><c>entry</c>, <c>exit</c> or <c>guard</c>.</param>
/// <param name="problem">Where in its text, and what.</param>
internal sealed class RulesException(string rule, RuleException problem) : Exception(problem.Message, problem)
{
    public string Field => rule;

    /// <summary>Offset in the rule's text, from 0.</summary>
    public int At => problem.At;
}
