using FsCheck;
using FsCheck.Fluent;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Tests.Risk;

/// <summary>No sequence of proposals, fills, part fills, cancels and ticks leads past a cap.</summary>
public sealed class RiskSequenceTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(3_000);

    private static readonly Gen<ModelStep> Step =
        from kind in Gen.Frequency((6, Gen.Constant(ModelStepKind.Propose)), (4, Gen.Constant(ModelStepKind.Fill)), (2, Gen.Constant(ModelStepKind.Cancel)),
        (2, Gen.Constant(ModelStepKind.NewTick)))
        from index in Gen.Choose(0, 11)
        from qty in Gen.Choose(-30, 30).Where(qty => qty != 0)
        from reducing in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new ModelStep(kind, index, qty, reducing);

    private static readonly Gen<RiskLimits> Limits =
        from notional in Gen.Elements<decimal?>(null, 200, 500)
        from symbol in Gen.Elements<decimal?>(null, 300, 700)
        from gross in Gen.Elements<decimal?>(null, 500, 1_200)
        from net in Gen.Elements<decimal?>(null, 300, 900)
        from positions in Gen.Elements<int?>(null, 1, 2)
        from shorts in Gen.Elements(true, false)
        select new RiskLimits
        {
            MaxNotional = notional,
            MaxSymbolExposure = symbol,
            MaxGrossExposure = gross,
            MaxNetExposure = net,
            MaxPositions = positions,
            AllowShorts = shorts
        };

    [Test]
    public void Sequence_Any_NoCapIsPassed()
    {
        var approved = 0;
        Prop.ForAll(
            (from limits in Limits from steps in Step.ArrayOf(60) select (limits, steps)).ToArbitrary(),
            run =>
            {
                var model = new TradingModel(run.limits, cash: 5_000);
                foreach (var step in run.steps)
                {
                    model.Apply(step);
                    if (model.Broken is { } broken)
                    {
                        throw new InvalidOperationException($"{broken} after {step}");
                    }
                }

                approved += model.Approved;
                return true;
            }).Check(Many);
        Assert.That(approved, Is.GreaterThan(10_000), "most runs get orders approved, or the property says nothing");
    }

    [Test]
    public void Sequence_Same_SameVerdicts() => Prop.ForAll(
        (from limits in Limits from steps in Step.ArrayOf(40) select (limits, steps)).ToArbitrary(),
        run => Approvals(run.limits, run.steps).SequenceEqual(Approvals(run.limits, run.steps))).Check(Many.WithMaxTest(500));

    private static List<int> Approvals(RiskLimits limits, IEnumerable<ModelStep> steps)
    {
        var model = new TradingModel(limits, cash: 5_000);
        var counts = new List<int>();
        foreach (var step in steps)
        {
            model.Apply(step);
            counts.Add(model.Approved);
        }

        return counts;
    }
}
