using Torghut.Ops.TradingHistory.Explanations;
using Torghut.Ops.TradingHistory.Lists;

namespace Torghut.Ops.Tests.TradingHistory;

public sealed class ExplanationBuilderTests
{
    private static readonly StepKind[] AllSteps = Enum.GetValues<StepKind>();

    [Test]
    public void Of_FilledDecision_EveryStepHasItsSource()
    {
        var fill = new FillEvent(Guid.NewGuid(), Decisions.At, "fill", "execution-1", 10, 100.4m, 10, "trade_updates");
        var review = new ReviewEvidence(Guid.NewGuid(), Decisions.At, "m", "v1", "live", "ok", "approve", 0.9m, "none", null, 800, [], null);
        var evidence = Decisions.Evidence(Decisions.Item()) with { Executions = [Decisions.Order()], Fills = [fill], Reviews = [review] };
        var chain = ExplanationBuilder.Of(evidence, Decisions.Derived()).Chain;
        Assert.That(chain.Select(step => step.Step), Is.EqualTo(AllSteps));
        var sources = chain.ToDictionary(step => step.Step, step => step.Source);
        Assert.Multiple(() =>
        {
            Assert.That(sources[StepKind.Ticks], Is.EqualTo(StepSource.Records("torghut.trades.v1", 2, 1000, 1009)));
            Assert.That((sources[StepKind.Bar]!.Table, sources[StepKind.Bar]!.Topic, sources[StepKind.Bar]!.Offset), Is.EqualTo(("ta_microbars",
                "torghut.ta.bars.1s.v1", (long?)77)));
            Assert.That(sources[StepKind.Bar]!.Key, Is.EqualTo($"symbol=AAPL event_ts=2026-08-03T13:31:01Z seq={evidence.SignalSeq}"));
            Assert.That(sources[StepKind.Signal]!.Offset, Is.EqualTo(78));
            Assert.That(sources[StepKind.Decision], Is.EqualTo(StepSource.Row("trade_decisions", evidence.Item.Id)));
            Assert.That(sources[StepKind.Risk], Is.EqualTo(StepSource.Row("trade_decisions", evidence.Item.Id)));
            Assert.That(sources[StepKind.Review], Is.EqualTo(StepSource.Row("llm_decision_reviews", review.Id)));
            Assert.That(sources[StepKind.Order], Is.EqualTo(StepSource.Row("executions", evidence.Executions[0].Id)));
            Assert.That(sources[StepKind.Fills], Is.EqualTo(StepSource.Row("order_events", fill.Id)));
            Assert.That(chain.Where(step => step.Missing is not null).Select(step => step.Step), Is.EqualTo(new[] { StepKind.Fills }),
                "its Kafka position is not kept");
            Assert.That(chain.Single(step => step.Step == StepKind.Signal).Facts, Does.Contain(new StepFact("rsi14", "31.5", "0 to 100")));
            Assert.That(chain.Single(step => step.Step == StepKind.Risk).Facts, Does.Contain(new StepFact("market.price", "100.5", "USD a share")));
        });
    }

    [Test]
    public void Of_RejectedDecision_HasEveryReasonAndSaysWhatNeverWas()
    {
        var explanation = ExplanationBuilder.Of(
            Decisions.Evidence(Decisions.Item("rejected", "missing_price", "missing_price", "market_closed", "code_of_a_later_version")), Decisions.Derived());
        Assert.Multiple(() =>
        {
            Assert.That(explanation.Reasons.Select(reason => reason.Code), Is.EqualTo(new[] { "missing_price", "market_closed", "code_of_a_later_version" }));
            Assert.That(explanation.Reasons.Select(reason => reason.Text is null), Is.EqualTo(new[] { false, false, true }));
            Assert.That(explanation.Chain.Select(step => step.Step).Distinct(), Is.EqualTo(AllSteps));
            Assert.That(MissingOf(explanation, StepKind.Review), Does.StartWith("None was asked for"));
            Assert.That(MissingOf(explanation, StepKind.Order), Does.StartWith("It never left"));
            Assert.That(MissingOf(explanation, StepKind.Fills), Does.StartWith("There is no order"));
        });
    }

    [Test]
    public void Of_StatusReasonBesideTheCodes_IsAReasonToo() => Assert.That(
        ExplanationBuilder.Of(Decisions.Evidence(Decisions.Item("expired", "signal_too_old")), Decisions.Derived()).Reasons.Select(reason => reason.Code),
        Is.EqualTo(new[] { "signal_too_old" }));

    [Test]
    public void Of_ClickHouseIsAway_SaysSoAndShowsWhatTheDecisionKeeps()
    {
        var explanation = ExplanationBuilder.Of(Decisions.Evidence(Decisions.Item()), new DerivedEvidence("ClickHouse did not say: it is away.", null, null));
        Assert.Multiple(() =>
        {
            foreach (var step in new[] { StepKind.Ticks, StepKind.Bar, StepKind.Signal })
            {
                Assert.That(MissingOf(explanation, step), Does.StartWith("ClickHouse did not say"));
            }

            Assert.That(explanation.Chain[2].Facts.Select(fact => fact.Name), Does.Contain("rsi14"));
        });
    }

    [Test]
    public void Of_RowsThatAreGone_AreSaidToBeGone() =>
        Assert.That(MissingOf(ExplanationBuilder.Of(Decisions.Evidence(Decisions.Item()), new DerivedEvidence(null, null, null)), StepKind.Bar),
            Is.EqualTo("ClickHouse has no such row (any more)."));

    [Test]
    public void Of_FilledByReconciliationOnly_ShowsTheTotalsAndSaysWhatIsMissing()
    {
        var explanation = ExplanationBuilder.Of(Decisions.Evidence(Decisions.Item()) with { Executions = [Decisions.Order()] }, Decisions.Derived());
        var fills = explanation.Chain[^1];
        Assert.That((fills.Step, fills.Source!.Table, fills.Facts[0]), Is.EqualTo((StepKind.Fills, "executions", new StepFact("filled_qty", "10", "shares"))));
        Assert.That(fills.Missing, Does.StartWith("The single fills did not come"));
    }

    [TestCaseSource(typeof(DecisionStatuses), nameof(DecisionStatuses.Names))]
    public void Of_AnyStatusWithoutAnOrder_SaysWhyThereIsNone(string status) =>
        Assert.That(MissingOf(ExplanationBuilder.Of(Decisions.Evidence(Decisions.Item(status)), Decisions.Derived()), StepKind.Order), Is.Not.Empty);

    private static string? MissingOf(Explanation explanation, StepKind step) => explanation.Chain.First(found => found.Step == step).Missing;
}
