using Torghut.Trading.Strategies;

namespace Torghut.Trading.Sizing;

/// <summary>Turns an intent into shares, whole ones unless it closes a part of one: budget first, then every portfolio cap that lowers it.</summary>
internal static class PositionSizer
{
    public static SizingResult Size(SizingInput input, SizingLimits limits)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(input.Price);
        var budget = TradeBudget.Of(input, limits);
        var steps = new List<SizingStep>(4) { budget };

        if (limits.MaxShares is { } most)
        {
            Lower(steps, SizingCaps.MaxShares, most, most);
        }

        // An order never crosses zero: what closes a position closes only, and is bound by no cap on exposure.
        if (input.Closable > 0)
        {
            Lower(steps, SizingCaps.ClosesPosition, input.Closable, input.Closable);

            // Of what other orders hold in part the rest can be closed. Where they hold all of it, the broker's answer to the whole says so.
            if (input.Available is > 0 and { } available)
            {
                Lower(steps, SizingCaps.Available, available, available);
            }

            if (!input.Fractionable)
            {
                Lower(steps, SizingCaps.WholeShares, steps[^1].Qty, Math.Floor(steps[^1].Qty));
            }

            return new SizingResult(steps[^1].Qty, steps);
        }

        if (limits.VolatilityTarget is { } target && input.Volatility is { } volatility && volatility > target)
        {
            Lower(steps, SizingCaps.VolatilityTarget, (decimal)target, Math.Floor(steps[^1].Qty * (decimal)(target / volatility)));
        }

        var held = Math.Abs(input.Position) * input.Price;
        if (limits.MaxPositions is { } positions && input.OtherPositions + 1 > positions)
        {
            Lower(steps, SizingCaps.MaxPositions, positions, 0);
        }

        LowerToRoom(steps, SizingCaps.SymbolExposure, limits.MaxSymbolExposure, held, input.Price);
        LowerToRoom(steps, SizingCaps.GrossExposure, limits.MaxGrossExposure, input.OtherGross + held, input.Price);
        LowerToRoom(steps, SizingCaps.NetExposure, limits.MaxNetExposure, NetInDirection(input, held), input.Price);
        return new SizingResult(steps[^1].Qty, steps);
    }

    /// <summary>Net exposure counted positive in the order's direction, so that one formula serves longs and shorts.</summary>
    private static decimal NetInDirection(SizingInput input, decimal held) =>
        held + (input.Side == OrderSide.Buy ? input.OtherNet : -input.OtherNet);

    private static void LowerToRoom(List<SizingStep> steps, string name, decimal? cap, decimal used, decimal price)
    {
        if (cap is { } limit)
        {
            Lower(steps, name, limit, Math.Max(0, Math.Floor((limit - used) / price)));
        }
    }

    private static void Lower(List<SizingStep> steps, string name, decimal limit, decimal qty)
    {
        if (qty < steps[^1].Qty)
        {
            steps.Add(new SizingStep(name, limit, qty));
        }
    }
}
