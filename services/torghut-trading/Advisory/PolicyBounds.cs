using Torghut.Trading.Execution;
using Torghut.Trading.Json;

namespace Torghut.Trading.Advisory;

/// <summary>Within what advice may have an effect, as it was in force for one review; stored with it, so that the review can be repeated.</summary>
internal sealed record PolicyBounds
{
    public required decimal MinConfidence { get; init; }

    /// <summary>Both switches are on; what forces shadow takes the whole effect away.</summary>
    public required bool AdjustmentAllowed { get; init; }

    public required decimal MinQtyMultiplier { get; init; }

    public required decimal MaxQtyMultiplier { get; init; }

    public required IReadOnlyList<OrderKind> OrderKinds { get; init; }

    public required FailMode FailMode { get; init; }

    public required FailMode AbstainFailMode { get; init; }

    public required FailMode EscalateFailMode { get; init; }

    /// <summary>The model and fingerprint that must have answered; empty for any.</summary>
    public required string ModelLock { get; init; }

    /// <summary>What the order costs a share, for the side that a changed price may not pass.</summary>
    public required decimal? ReferencePrice { get; init; }

    public JsonMap ToMap() => new()
    {
        ["min_confidence"] = MinConfidence,
        ["adjustment_allowed"] = AdjustmentAllowed,
        ["min_qty_multiplier"] = MinQtyMultiplier,
        ["max_qty_multiplier"] = MaxQtyMultiplier,
        ["order_types"] = OrderKinds.Select(kind => (object)kind).ToList(),
        ["fail_mode"] = FailMode,
        ["abstain_fail_mode"] = AbstainFailMode,
        ["escalate_fail_mode"] = EscalateFailMode,
        ["model_lock"] = ModelLock,
        ["reference_price"] = ReferencePrice,
    };
}
