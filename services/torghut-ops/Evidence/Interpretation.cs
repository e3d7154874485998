

namespace Torghut.Ops.Evidence;

/// <summary>What facts mean, in somebody's judgement: never a fact itself.</summary>
/// <param name="Rule">The rule that was applied, for example <c>data_pipeline_incident</c>.</param>
/// <param name="Severity">What it makes of the verdict.</param>
/// <param name="Text">The conclusion.</param>
/// <param name="RestsOn">Ids of the facts it rests on.</param>
internal sealed record Interpretation(string Rule, Verdict Severity, string Text, IReadOnlyList<string> RestsOn)
{
    /// <summary>Says in every rendering that this is a judgement.</summary>
    public string Label { get; } = "interpretation";
}
