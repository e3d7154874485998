using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>One thing that explains another. A subject that is null is any.</summary>
internal sealed record CauseRow(string Cause, string? CauseSubject, string Effect, string? EffectSubject)
{
    public bool IsCause(Interpretation interpretation) => Matches(interpretation, Cause, CauseSubject);

    public bool IsEffect(Interpretation interpretation) => Matches(interpretation, Effect, EffectSubject);

    private static bool Matches(Interpretation interpretation, string rule, string? subject) =>
        interpretation.Rule == rule && (subject is null || interpretation.Subject == subject);
}
