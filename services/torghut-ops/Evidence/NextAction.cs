

namespace Torghut.Ops.Evidence;

/// <summary>What to do about an interpretation.</summary>
/// <param name="Rule">The interpretation's rule.</param>
/// <param name="Owner">Who does it.</param>
/// <param name="Runbook">Where it is described.</param>
internal sealed record NextAction(string Rule, string Action, string Owner, string Runbook);
