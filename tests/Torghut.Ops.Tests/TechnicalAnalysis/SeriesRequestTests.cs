using Microsoft.AspNetCore.Http;
using Torghut.Ops.Http;
using Torghut.Ops.TechnicalAnalysis;

namespace Torghut.Ops.Tests.TechnicalAnalysis;

/// <summary>What is asked of a series, and that a page is gone on with in its own range only.</summary>
public sealed class SeriesRequestTests
{
    private const string Range = "?symbol=AAPL&from=2026-08-03T13:30:00.25Z&to=2026-08-03T14:00:00.75Z";

    [Test]
    public void Range_InTheMiddleOfASecond_TakesTheSecondsThatBeginWithin()
    {
        var request = Read(Range);
        Assert.That(DateTimeOffset.FromUnixTimeSeconds(request.First), Is.EqualTo(new DateTimeOffset(2026, 8, 3, 13, 30, 1, TimeSpan.Zero)));
        Assert.That(DateTimeOffset.FromUnixTimeSeconds(request.End), Is.EqualTo(new DateTimeOffset(2026, 8, 3, 14, 0, 1, TimeSpan.Zero)));
        Assert.That((request.Step, request.Limit, request.After), Is.EqualTo(((int?)null, 2000, (long?)null)));
    }

    [Test]
    public void Cursor_OfTheSameQuery_GoesOnThere()
    {
        var cursor = Read(Range).CursorAt(1_785_764_100, 300);
        var next = Read($"{Range}&cursor={cursor}");
        Assert.That((next.First, next.Step), Is.EqualTo((1_785_764_100, (int?)300)), "The step that was chosen is kept.");
        Assert.That(Read($"{Range}&step=300&cursor={cursor}").Step, Is.EqualTo(300));
    }

    /// <summary>Its seal can be computed by anyone: what it says must be bounded all the same.</summary>
    [TestCase(0, 1)]
    [TestCase(1_785_764_100, 0)]
    [TestCase(1_785_764_100, 86_401)]
    [TestCase(4_000_000_000, 60)]
    public void Cursor_SealedByAStranger_StaysWithinTheRange(long start, int step)
    {
        var cursor = Read(Range).CursorAt(start, step);
        Assert.That(() => Read($"{Range}&cursor={cursor}"), Throws.TypeOf<BadQueryException>());
    }

    [TestCase("?symbol=MSFT&from=2026-08-03T13:30:00.25Z&to=2026-08-03T14:00:00.75Z&cursor=", "")]
    [TestCase("?symbol=AAPL&from=2026-08-03T13:30:00Z&to=2026-08-03T14:00:00.75Z&cursor=", "")]
    [TestCase($"{Range}&step=60&cursor=", "")]
    [TestCase($"{Range}&cursor=", "0")]
    [TestCase($"{Range}&cursor=x", "")]
    public void Cursor_OfAnotherQueryOrForged_IsRefused(string query, string tail)
    {
        var cursor = Read(Range).CursorAt(1_785_764_100, 300);
        Assert.That(() => Read(query + cursor + tail), Throws.TypeOf<BadQueryException>());
    }

    [TestCase("&step=0")]
    [TestCase("&step=86401")]
    [TestCase("&limit=25001")]
    [TestCase("&cursor=1.2.3")]
    [TestCase("&cursor=1.2")]
    public void Request_OutsideItsBounds_IsRefused(string more) => Assert.That(() => Read(Range + more), Throws.TypeOf<BadQueryException>());

    private static SeriesRequest Read(string query)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        return SeriesRequest.Read(new QueryReader(context.Request));
    }
}
