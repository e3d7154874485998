using Torghut.Trading.Advisory;

namespace Torghut.Trading.Tests.Advisory;

/// <summary>When an endpoint is not asked: three errors in the window, for the cool-down, until one probe decides.</summary>
public sealed class CircuitTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 6, 15, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(40);
    private static readonly ProviderOptions Options = new();

    private static Circuit Open { get; } = After(Circuit.Closed, ReviewOutcome.Timeout, ReviewOutcome.Http5xx, ReviewOutcome.Connection);

    [Test]
    public void After_ThreeErrorsInTheWindow_Opens()
    {
        Assert.That(After(Circuit.Closed, ReviewOutcome.Timeout, ReviewOutcome.Http429).Status, Is.EqualTo(CircuitStatus.Closed));
        Assert.That((Open.Status, Open.Until), Is.EqualTo((CircuitStatus.Open, Now + Options.CircuitCooldown)));
    }

    [Test]
    public void After_ErrorsOutsideOfTheWindow_StaysClosed()
    {
        var two = After(Circuit.Closed, ReviewOutcome.Timeout, ReviewOutcome.Timeout);
        var later = Now + Options.CircuitWindow + TimeSpan.FromSeconds(1);
        Assert.That(two.After(ReviewOutcome.Timeout, TimeSpan.Zero, later, Options).Status, Is.EqualTo(CircuitStatus.Closed));
    }

    [Test]
    public void After_WhatSaysNothingOfHealth_StaysClosed()
    {
        foreach (var outcome in ReviewOutcomes.All.Where(outcome => !outcome.IsProviderFault()))
        {
            Assert.That(After(Circuit.Closed, outcome, outcome, outcome, outcome), Is.EqualTo(Circuit.Closed), outcome.Code());
        }
    }

    /// <summary>The tick's budget ends before the time-out does, or with it: an endpoint that hangs is told from one that had no time.</summary>
    [TestCase(20, 20, 19.9, "Open")]
    [TestCase(20, 20, 10, "Open")]
    [TestCase(20, 20, 9.9, "Closed")]
    [TestCase(5, 20, 2.5, "Open")]
    [TestCase(20, 5, 2.4, "Closed")]
    public void After_LateThreeTimes_OpensWhenTheEndpointHadTime(double timeout, double budget, double waited, string status)
    {
        var options = new ProviderOptions { Timeout = TimeSpan.FromSeconds(timeout), TickBudget = TimeSpan.FromSeconds(budget) };
        var circuit = Circuit.Closed;
        for (var at = 0; at < 3; at++)
        {
            circuit = circuit.After(ReviewOutcome.Late, TimeSpan.FromSeconds(waited), Now, options);
        }

        Assert.That(circuit.Status.ToString(), Is.EqualTo(status));
    }

    [Test]
    public void After_ProbeThatHangs_CostsAWholeCoolDown()
    {
        var end = Now + Options.CircuitCooldown;
        var after = Open.Admit(end, Probe).Next.After(ReviewOutcome.Late, Options.TickBudget, end, Options);
        Assert.That((after.Status, after.Until), Is.EqualTo((CircuitStatus.Open, end + Options.CircuitCooldown)));
    }

    [Test]
    public void Admit_Open_NobodyBeforeTheCoolDownEnds()
    {
        var end = Now + Options.CircuitCooldown;
        Assert.That(Open.Admit(end - TimeSpan.FromTicks(1), Probe), Is.EqualTo((false, Open)));
        var (admitted, half) = Open.Admit(end, Probe);
        Assert.That((admitted, half.Status), Is.EqualTo((true, CircuitStatus.HalfOpen)));
        Assert.That(half.Admit(end, Probe).Admitted, Is.False, "one probe");
        Assert.That(half.Admit(end + Probe, Probe).Admitted, Is.True, "the one before died");
    }

    [TestCase("ok", "Closed")]
    [TestCase("not_json", "Closed")]
    [TestCase("http_401", "Open")]
    [TestCase("http_4xx", "Open")]
    [TestCase("timeout", "Open")]
    [TestCase("http_429", "Open")]
    [TestCase("late", "Open")]
    public void After_Probe_Decides(string outcome, string status)
    {
        var end = Now + Options.CircuitCooldown;
        var after = Open.Admit(end, Probe).Next.After(ReviewOutcomes.Of(outcome), TimeSpan.Zero, end, Options);
        Assert.That(after.Status.ToString(), Is.EqualTo(status));
        Assert.That(after.Admit(end + TimeSpan.FromSeconds(1), Probe).Admitted, Is.EqualTo(outcome is not ("timeout" or "http_429")),
            "a failed probe costs a whole cool-down, one that says nothing costs none");
    }

    [Test]
    public void After_StragglerWhileOpen_NeverShortensTheCoolDown()
    {
        foreach (var outcome in ReviewOutcomes.All)
        {
            Assert.That(Open.After(outcome, TimeSpan.Zero, Now + TimeSpan.FromSeconds(5), Options), Is.EqualTo(Open), outcome.Code());
        }
    }

    private static Circuit After(Circuit circuit, params ReviewOutcome[] outcomes) =>
        outcomes.Aggregate(circuit, (now, outcome) => now.After(outcome, TimeSpan.Zero, Now, Options));
}
