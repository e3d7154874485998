using Microsoft.Extensions.Time.Testing;
using Torghut.Trading.Account;
using Torghut.Trading.LeanRunner;

namespace Torghut.Trading.Tests.Lean;

/// <summary>What a runner sends, and how long after it was asked.</summary>
public sealed class RunnerPermitTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task Permit_RunnerStoodStill_SendsNothing()
    {
        var permit = new RunnerPermit(new SwitchOptions { Enabled = true, KillSwitchEnabled = false }, _time.GetTimestamp(), _time);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.That((await permit.MayBeginAsync(), permit.MayLeave()), Is.EqualTo((true, true)));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That((await permit.MayBeginAsync(), permit.MayLeave()), Is.EqualTo((false, false)));
        permit.HasLeft();
        Assert.That(permit.MayLeave(), Is.True, "what the connection sends afterwards is no part of it");
    }

    [Test]
    public async Task Permit_KillSwitch_SendsNothing()
    {
        var permit = new RunnerPermit(new SwitchOptions { Enabled = true, KillSwitchEnabled = true }, _time.GetTimestamp(), _time);
        Assert.That((await permit.MayBeginAsync(), permit.MayLeave()), Is.EqualTo((false, false)));
    }
}
