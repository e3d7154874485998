using System.Net;
using Microsoft.Extensions.Time.Testing;
using Torghut.Testing;
using Torghut.Trading.Account;
using Torghut.Trading.Advisory;
using Torghut.Trading.Json;

namespace Torghut.Trading.Tests.Advisory;

/// <summary>What <c>/trading/status</c> and the gauges say of advice is true before the first review and after the last one.</summary>
public sealed class AdvisoryStatusTests
{
    private static readonly Uri OwnModel = new("http://127.0.0.1:10/v1");

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    [Test]
    public void ToMap_NobodyHasLooked_NamesEveryEndpointAndClaimsNothing()
    {
        using var reviews = new Reviews(ScriptedProvider.Hanging(), options => options.SelfHostedAddress = OwnModel, time: _time);
        Assert.That(Endpoints(reviews), Is.EqualTo("openai not_read -,self_hosted not_read -"));
        using var off = new Reviews(ScriptedProvider.Hanging(), options => options.Enabled = false, time: _time);
        Assert.That(Endpoints(off), Is.Empty, "nobody is asked");
    }

    /// <summary>The model that is shown is the one that is asked.</summary>
    [TestCase("OpenAi", "m-1", "m-1,own-1")]
    [TestCase("SelfHosted", "own-1", "own-1")]
    public void ToMap_Model_IsThatOfWhoIsAsked(string provider, string first, string all)
    {
        using var reviews = new Reviews(
            ScriptedProvider.Hanging(),
            options => (options.Provider, options.SelfHostedAddress, options.SelfHostedModel) = (Enum.Parse<AdvisoryProvider>(provider), OwnModel, "own-1"),
            time: _time);
        var map = reviews.Status.ToMap();
        Assert.That(map["model"], Is.EqualTo(first));
        Assert.That(string.Join(',', ((List<JsonMap>)map["endpoints"]!).Select(one => one["model"])), Is.EqualTo(all));
    }

    /// <summary>A circuit that was open before a restart is shown as open before anybody is asked, and as what it is once its cool-down is over.</summary>
    [Test]
    public async Task Read_CircuitThatIsOpenInTheLedger_IsShownUntilItsCoolDownEnds()
    {
        using var reviews = new Reviews(
            ScriptedProvider.Failing(HttpStatusCode.InternalServerError),
            options => (options.CircuitMaxErrors, options.SelfHostedAddress) = (1, OwnModel), time: _time);
        await reviews.AskAsync();
        using var restarted = new Reviews(ScriptedProvider.Hanging(), options => options.SelfHostedAddress = OwnModel, time: _time);
        var reader = new CircuitReader(reviews.Ledger, new SwitchOptions(), restarted.Status, _time, reviews.Logs.For<CircuitReader>());
        using var stop = new CancellationTokenSource();
        var loop = reader.RunAsync(stop.Token);
        await Eventually.HoldsAsync(() => Endpoints(restarted) == "openai open -,self_hosted open -", "read at the start");
        Assert.That(await PageAsync(restarted), Does.Contain("torghut_llm_circuit_state{endpoint=\"openai\"} 2\n"));
        _time.Advance(reviews.Options.CircuitCooldown);
        await Eventually.HoldsAsync(() => Endpoints(restarted) == "openai half_open -,self_hosted half_open -", "read again");
        Assert.That(await PageAsync(restarted), Does.Contain("torghut_llm_circuit_state{endpoint=\"openai\"} 1\n"));
        await stop.CancelAsync();
        Assert.That(async () => await loop, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Saw_EndpointWithoutACircuit_IsClosed()
    {
        using var reviews = new Reviews(ScriptedProvider.Hanging(), time: _time);
        reviews.Status.Saw(new Dictionary<string, Circuit>());
        Assert.That(Endpoints(reviews), Is.EqualTo("openai closed -"));
    }

    /// <summary>The posture needs no review to be what it is.</summary>
    [Test]
    public async Task Gauges_PostureChanges_FollowWithoutAReview()
    {
        using var reviews = new Reviews(
            ScriptedProvider.Hanging(),
            policy: policy => (policy.FailMode, policy.Enforcement, policy.FailOpenLiveApproved) =
                (FailMode.PassThrough, FailModeEnforcement.Configured, true),
            live: true, time: _time);
        Assert.That(reviews.Status.Current.Classification, Is.EqualTo("intentional_exception"));
        Assert.That(await PageAsync(reviews), Does.Contain("torghut_llm_policy_exception_active 1\n"), "before the first review");
        reviews.Status.Judge(demoted: true, CounterfactualVerdict.Of([]));
        Assert.That(await PageAsync(reviews), Does.Contain("torghut_llm_policy_exception_active 0\n"), "in shadow nothing is failed open");
    }

    /// <summary>Row, counter, gauge and status say the same of an answer, in shadow too, and say it of that answer and not of the one before.</summary>
    [TestCase(true)]
    [TestCase(false)]
    public async Task Classification_OfAnAnswer_IsTheSameEverywhere(bool shadow)
    {
        var model = "m-2";
        using var reviews = new Reviews(
            new ScriptedProvider((body, _) => Task.FromResult(
                ScriptedProvider.Ok(Answers.Body(Answers.Good(subject: ScriptedProvider.SubjectOf(body)), model: model)))),
            policy: policy => policy.ShadowMode = shadow);
        await RunAsync();
        Assert.That(
            (reviews.Ledger.Records[^1].Classification, reviews.Status.Current.Classification, reviews.Status.Current.Mode),
            Is.EqualTo(("violation", "violation", shadow ? "shadow" : "active")));
        Assert.That(reviews.Status.Current.Reasons, Does.Contain("llm_model_version_mismatch"));
        Assert.That(await PageAsync(reviews), Does.Contain("torghut_llm_policy_violation_active 1\n")
            .And.Contain("torghut_trading_llm_policy_resolution_total{classification=\"violation\"} 1\n"));

        model = "m-1";
        await RunAsync();
        Assert.That((reviews.Ledger.Records[^1].Classification, reviews.Status.Current.Classification), Is.EqualTo(("compliant", "compliant")));
        Assert.That(await PageAsync(reviews), Does.Contain("torghut_llm_policy_violation_active 0\n")
            .And.Contain("torghut_trading_llm_policy_resolution_total{classification=\"compliant\"} 1\n"));

        Task RunAsync() => reviews.Runner.RunAsync(Reviews.Request(), reviews.Status.Current, TimeSpan.FromSeconds(30), CancellationToken.None);
    }

    private static Task<string> PageAsync(Reviews reviews) => RegistryPage.ReadAsync(reviews.Registry);

    private static string Endpoints(Reviews reviews) => string.Join(
        ',', ((List<JsonMap>)reviews.Status.ToMap()["endpoints"]!).Select(one => $"{one["endpoint"]} {one["circuit"]} {one["last_outcome"] ?? "-"}"));
}
