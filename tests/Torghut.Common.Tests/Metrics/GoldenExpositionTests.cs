using Torghut.Testing;

namespace Torghut.Common.Tests.Metrics;

/// <summary>The comparison with golden pages notices what it is there to notice.</summary>
public sealed class GoldenExpositionTests
{
    private const string Golden = """
        # HELP a_total Events.
        # TYPE a_total counter
        a_total{channel="trades",kind="x"} 5
        # HELP a_seconds Durations.
        # TYPE a_seconds histogram
        a_seconds_bucket{le="1E-06"} 0
        # HELP a_level Level.
        # TYPE a_level gauge
        a_level 1
        """;

    [Test]
    public void Missing_SameOtherwiseWritten_IsEmpty() =>
        Assert.That(GoldenExposition.Missing(Golden, Golden.Replace("1E-06", "0.000001", StringComparison.Ordinal)
        .Replace("channel=\"trades\",kind=\"x\"", "kind=\"x\",channel=\"trades\"", StringComparison.Ordinal)), Is.Empty);

    [TestCase("Events.", "Happenings.")]
    [TestCase("a_total counter", "a_total gauge")]
    [TestCase("a_total{", "b_total{")]
    [TestCase("channel=", "topic=")]
    [TestCase("\"trades\"", "\"quotes\"")]
    [TestCase("} 5", "} 6")]
    [TestCase("1E-06", "1E-05")]
    public void Missing_OneThingDiffers_SaysSo(string was, string became) =>
        Assert.That(GoldenExposition.Missing(Golden, Golden.Replace(was, became, StringComparison.Ordinal)), Has.Count.EqualTo(1));

    [TestCase("a_total{channel=\"quotes\",kind=\"x\"} 0", 0)]
    [TestCase("a_seconds_count 0", 0)]
    [TestCase("a_total{channel=\"quotes\",kind=\"x\"} 1", 1)]
    [TestCase("a_level{zone=\"x\"} 0", 1)]
    [TestCase("b_total 0", 1)]
    [TestCase("# TYPE b_total counter", 1)]
    public void Unexpected_OneLineMore_IsAllowedOnlyAtZero(string line, int unexpected) =>
        Assert.That(GoldenExposition.Unexpected(Golden, Golden, Golden + "\n" + line + "\n"), Has.Count.EqualTo(unexpected));
}
