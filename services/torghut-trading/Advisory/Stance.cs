using Torghut.Trading.Json;

namespace Torghut.Trading.Advisory;

/// <summary>What advice may do now, and why no more than that.</summary>
internal sealed record Stance
{
    public const string Compliant = "compliant";
    public const string IntentionalException = "intentional_exception";
    public const string Violation = "violation";

    public static IReadOnlyList<string> Classifications { get; } = [Compliant, IntentionalException, Violation];

    public required bool Enabled { get; init; }

    /// <summary>Asked and recorded, without effect.</summary>
    public required bool Shadow { get; init; }

    public required bool AdjustmentAllowed { get; init; }

    public required FailMode FailMode { get; init; }

    public required FailMode AbstainFailMode { get; init; }

    public required FailMode EscalateFailMode { get; init; }

    /// <summary>How the fail-mode posture stands to the policy.</summary>
    public required string Classification { get; init; }

    /// <summary>What forces shadow, disables adjustment or breaks the policy.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>The shadow phase, or what it became.</summary>
    public string Mode => !Enabled ? "off" : Shadow ? "shadow" : "active";

    public JsonMap ToMap() => new()
    {
        ["mode"] = Mode,
        ["adjustment_allowed"] = AdjustmentAllowed,
        ["fail_mode"] = FailMode,
        ["abstain_fail_mode"] = AbstainFailMode,
        ["escalate_fail_mode"] = EscalateFailMode,
        ["policy_resolution"] = Classification,
        ["reasons"] = Reasons,
    };
}
