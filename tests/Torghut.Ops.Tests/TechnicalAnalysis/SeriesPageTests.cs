using System.Text;
using Microsoft.AspNetCore.Http;
using Torghut.Ops.Http;
using Torghut.Ops.TechnicalAnalysis;

namespace Torghut.Ops.Tests.TechnicalAnalysis;

/// <summary>Rows of a chart as JSON and as a file: the same numbers.</summary>
public sealed class SeriesPageTests
{
    private static readonly SeriesRequest Request = new(
        "BRK.B", new TimeRange(DateTimeOffset.FromUnixTimeSeconds(60), DateTimeOffset.FromUnixTimeSeconds(120), null), 5, 10, null);

    private static readonly SeriesPage Page = new(
        Series.Bars, Request, 5, [[60, 1.5, 2, 1, 1.25, 100, double.NaN, 3], [65, 1.1, 1.1, 1.1, 1.1, 0.5, 1.1, 1]], "70.5.seal");

    [Test]
    public async Task Json_OfAPage_IsTheAgreedShape() => Assert.That(await SendAsync(ExportFormat.Json), Is.EqualTo(
        """{"symbol":"BRK.B","from":"1970-01-01T00:01:00Z","to":"1970-01-01T00:02:00Z","step":5,"columns":["t","o","h","l","c","v","vwap","count"]"""
        + ""","rows":[[60,1.5,2,1,1.25,100,null,3],[65,1.1,1.1,1.1,1.1,0.5,1.1,1]],"next":"70.5.seal"}"""));

    [Test]
    public async Task Csv_OfAPage_HasTheSameRows() => Assert.That(
        await SendAsync(ExportFormat.Csv), Is.EqualTo("t,o,h,l,c,v,vwap,count\r\n60,1.5,2,1,1.25,100,,3\r\n65,1.1,1.1,1.1,1.1,0.5,1.1,1\r\n"));

    [Test]
    public void Columns_OfSignals_AreAsManyAsTheStatementSelects() =>
        Assert.That(SeriesSql.Indicators.Split(", "), Has.Length.EqualTo(SeriesSql.IndicatorCount).And.Length.EqualTo(Series.Signals.Columns.Count - 1));

    private static async Task<string> SendAsync(ExportFormat format)
    {
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        await Page.As(format).ExecuteAsync(context);
        return Encoding.UTF8.GetString(body.ToArray());
    }
}
