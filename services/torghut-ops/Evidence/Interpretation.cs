namespace Torghut.Ops.Evidence;

/// <summary>What facts mean, in somebody's judgement: never a fact itself.</summary>
/// <param name="Rule">The rule that was applied, for example <c>data_pipeline_incident</c>.</param>
/// <param name="Severity">What it makes of the verdict.</param>
/// <param name="Text">The conclusion.</param>
/// <param name="RestsOn">Ids of the facts it rests on.</param>
internal sealed record Interpretation(string Rule, Verdict Severity, string Text, IReadOnlyList<string> RestsOn)
{
    private readonly string? _subject;

    /// <summary>Says in every rendering that this is a judgement.</summary>
    public string Label { get; } = "interpretation";

    /// <summary>What it is about; the component of the first fact, unless something else is said.</summary>
    public string Subject
    {
        get => _subject ?? (RestsOn.Count > 0 ? RestsOn[0].Split('.')[0] : "");
        init => _subject = value;
    }

    /// <summary>Rule and subject of the interpretation that this one follows from; null when nothing explains it.</summary>
    public string? ExplainedBy { get; init; }
}
