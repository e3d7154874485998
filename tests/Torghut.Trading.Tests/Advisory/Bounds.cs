using Torghut.Trading.Advisory;
using Torghut.Trading.Execution;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Advisory;

/// <summary>Bounds that allow all that can be allowed, to be tightened one at a time.</summary>
internal static class Bounds
{
    public static PolicyBounds Wide { get; } = new()
    {
        MinConfidence = 0.5m,
        AdjustmentAllowed = true,
        MinQtyMultiplier = 0.5m,
        MaxQtyMultiplier = 1.25m,
        OrderKinds = [OrderKind.Market, OrderKind.Limit],
        FailMode = FailMode.Veto,
        AbstainFailMode = FailMode.Veto,
        EscalateFailMode = FailMode.Veto,
        ModelLock = "",
        ReferencePrice = 100,
    };

    public static PlannedOrder Order { get; } = new("AAPL", OrderSide.Buy, 40, OrderKind.Market, null);

    public static Advice Says(
        ReviewVerdict verdict, decimal confidence = 0.9m, decimal? qty = null, OrderKind? kind = null, decimal? price = null) =>
        new(verdict, confidence, qty, kind, price, "why", []);

    public static ReadReply Read(Advice advice) => new(ReviewOutcome.Ok) { Advice = advice, Model = "m-1", Fingerprint = "fp_1" };
}
