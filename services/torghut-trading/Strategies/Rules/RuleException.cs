namespace Torghut.Trading.Strategies.Rules;

/// <summary>A rule that is none.</summary>
/// <param name="at">Offset in its text, from 0.</param>
/// <param name="reason">What was expected and what was found.</param>
internal sealed class RuleException(int at, string reason) : Exception(reason)
{
    public int At => at;
}
