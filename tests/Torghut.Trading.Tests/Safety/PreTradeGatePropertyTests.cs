using FsCheck;
using FsCheck.Fluent;

namespace Torghut.Trading.Tests.Safety;

/// <summary>Whatever happens around it and whenever the process stands still: no order leaves outside the gate, and no exit is kept for what concerns
/// entries.</summary>
public sealed class PreTradeGatePropertyTests
{
    private const int Sequences = 100_000;
    private const int Steps = 24;

    private static readonly Gen<GateStepKind> Kind = Gen.Frequency(
        (6, Gen.Constant(GateStepKind.Wait)), (6, Gen.Constant(GateStepKind.Claim)), (8, Gen.Constant(GateStepKind.Begin)),
        (8, Gen.Constant(GateStepKind.Leave)), (3, Gen.Constant(GateStepKind.Reload)), (3, Gen.Constant(GateStepKind.Renew)),
        (1, Gen.Elements(GateStepKind.TakenOver, GateStepKind.Stop, GateStepKind.Reduce, GateStepKind.Block, GateStepKind.Limited, GateStepKind.CloseSoon)),
        (2, Gen.Constant(GateStepKind.Rearm)));

    private static readonly Gen<GateStep> Step =
        from kind in Kind
        from amount in Gen.Frequency((5, Gen.Choose(0, 120)), (2, Gen.Choose(120, 1_200)), (1, Gen.Choose(1_200, 6_000)))
        from opens in Gen.Elements(true, false)
        select new GateStep(kind, amount, opens);

    [Test]
    public void Sequence_OfOrdersLeasesLatchesAndTime_NothingLeavesOutsideTheGate()
    {
        var (left, exits) = (0, 0);
        Prop.ForAll(
            Step.ArrayOf(Steps).ToArbitrary(),
            steps =>
            {
                var model = new GateModel();
                foreach (var step in steps)
                {
                    if (model.Apply(step) is { } wrong)
                    {
                        throw new InvalidOperationException($"{wrong}: {string.Join("; ", steps.AsEnumerable())}");
                    }
                }

                left += model.Left;
                exits += model.ExitsAsked;
                return true;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(Sequences));
        Assert.That((left, exits), Is.GreaterThan((Sequences / 20, Sequences / 20)), "orders leave and exits are kept, or the property says nothing");
    }
}
