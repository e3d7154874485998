using Microsoft.Extensions.Time.Testing;
using Torghut.Common.Drills;

namespace Torghut.Common.Tests.Drills;

public sealed class FailpointsTests
{
    private sealed class Names : IFailpointNames
    {
        public static IReadOnlyList<string> All { get; } = ["first_point", "second_point"];

        public static IReadOnlyDictionary<string, string> Former { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["initial_point"] = "first_point",
        };
    }

    [Test]
    public void Hit_ArmedForTheSecondHit_ActsThereOnly()
    {
        var failpoints = Make(DrillOptions.DrillEnvironment, "first_point=throw@2");

        Assert.That(() => failpoints.Hit("second_point"), Throws.Nothing);
        Assert.That(() => failpoints.Hit("first_point"), Throws.Nothing);
        Assert.That(() => failpoints.Hit("first_point"), Throws.TypeOf<TimeoutException>().With.Message.EqualTo("first_point"));
        Assert.That(() => failpoints.Hit("first_point"), Throws.Nothing);
    }

    [Test]
    public void Hit_ArmedUnderItsFormerName_Acts()
    {
        var failpoints = Make(DrillOptions.DrillEnvironment, "initial_point=throw");

        Assert.That(() => failpoints.Hit("first_point"), Throws.TypeOf<TimeoutException>().With.Message.EqualTo("first_point"));
    }

    [TestCase("")]
    [TestCase("Production")]
    [TestCase("drill")]
    public async Task Hit_OutsideOfDrills_DoesNothing(string environment)
    {
        var failpoints = Make(environment, "first_point=throw");

        Assert.That(() => failpoints.Hit("first_point"), Throws.Nothing);
        await failpoints.HitAsync("first_point");
    }

    [Test]
    public void HitAsync_Hangs_NobodyGetsPast()
    {
        var time = new FakeTimeProvider();
        var options = new DrillOptions<Names> { EnvironmentName = DrillOptions.DrillEnvironment, Failpoints = ["first_point=hang"] };
        var hit = new Failpoints(options, time, name => new TimeoutException(name)).HitAsync("first_point");
        time.Advance(TimeSpan.FromDays(1));
        Assert.That(hit.IsCompleted, Is.False);
    }

    [Test]
    public void During_Armed_ActsAfterTheRequestWasStarted()
    {
        var failpoints = Make(DrillOptions.DrillEnvironment, "first_point=throw");
        using var started = new ManualResetEventSlim();

        Assert.That(() => failpoints.During("first_point", started.Set), Throws.TypeOf<TimeoutException>());
        Assert.That(started.IsSet);
    }

    [Test]
    public async Task DuringAsync_NotArmed_ReturnsTheAnswer()
    {
        var failpoints = Make(DrillOptions.DrillEnvironment, "first_point=throw");

        Assert.That(await failpoints.DuringAsync("second_point", Task.FromResult(7)), Is.EqualTo(7));
    }

    [TestCase("first_point")]
    [TestCase("third_point=kill")]
    [TestCase("first_point=explode")]
    [TestCase("first_point=kill@0")]
    public void Validate_UnknownPointOrAction_IsNamed(string text)
    {
        var options = new DrillOptions<Names> { EnvironmentName = DrillOptions.DrillEnvironment, Failpoints = [text] };

        var problem = options.Validate().Single();
        Assert.That((problem.Key, problem.Got), Is.EqualTo(("FAILPOINTS", $"'{text}'")));
        Assert.That(problem.Expected, Does.Contain("first_point, second_point"));
    }

    [Test]
    public void Validate_OutsideOfDrills_RefusesEveryPoint()
    {
        var options = new DrillOptions<Names> { EnvironmentName = "Production", Failpoints = ["first_point=kill"] };

        Assert.That(options.Validate().Select(problem => problem.Expected), Has.Some.Contain("DOTNET_ENVIRONMENT is not Drill"));
        Assert.That(new DrillOptions<Names> { EnvironmentName = "Production" }.Validate(), Is.Empty);
    }

    private static Failpoints Make(string environment, params string[] points) => new(
        new DrillOptions<Names> { EnvironmentName = environment, Failpoints = points }, TimeProvider.System, name => new TimeoutException(name));
}
