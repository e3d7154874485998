using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Torghut.Trading.Api;
using Torghut.Trading.Json;

namespace Torghut.Trading.Tests.Api;

public sealed class PageQueryTests
{
    [TestCase("limit=0")]
    [TestCase("limit=501")]
    [TestCase("limit=ten")]
    [TestCase("since=yesterday")]
    [TestCase("since=")]
    [TestCase("since=now")]
    [TestCase("since=06/02/2026")]
    [TestCase("since=2/3/26")]
    [TestCase("since=2026-02")]
    [TestCase("since=2026-02-06")]
    [TestCase("since=2026-02-06T14:30:00")]
    [TestCase("since=14:30")]
    [TestCase("since=1770388200")]
    [TestCase("since=31.12.2025")]
    [TestCase("since=2026-02-06T24:00:00Z")]
    [TestCase("since=2026-13-01T00:00:00Z")]
    [TestCase("since=2026-02-06T14:30:00 09:00", Description = "a plus that was not escaped")]
    [TestCase("since=0001-01-01T00:00:00%2B14:00", Description = "before the first instant")]
    [TestCase("since=2026-02-06T14:30:00Z&since=2026-02-07T14:30:00Z")]
    [TestCase("symbol=aapl")]
    [TestCase("symbol=")]
    [TestCase("symbol=ABCDEFGHIJKLMNOPQ")]
    [TestCase("cursor=x")]
    [TestCase("cursor=99999999999999999999_00000000000000000000000000000000")]
    [TestCase("order=asc")]
    public void Read_BadQuery_NamesTheFault(string query) => Assert.That(Read(query).Fault, Is.Not.Null);

    [TestCase("2026-02-06T14:30:00Z")]
    [TestCase("2026-02-06T09:30:00-05:00")]
    [TestCase("2026-02-06T23:30:00%2B09:00")]
    [TestCase("2026-02-06t14:30:00.000z")]
    public void Read_SinceInRfc3339_ItsInstantWhateverTheOffset(string since) =>
        Assert.That(Read("since=" + since).Page?.Since, Is.EqualTo(new DateTimeOffset(2026, 2, 6, 14, 30, 0, TimeSpan.Zero)));

    [Test]
    public void Read_Nothing_Defaults()
    {
        var (page, fault) = Read("");
        Assert.That((fault, page!.Limit, page.Symbol, page.AccountLabel), Is.EqualTo(((string?)null, 100, (string?)null, "paper")));
    }

    [Test]
    public void NextCursor_RoundTrips_ToTheMicrosecond()
    {
        var id = Guid.NewGuid();
        var at = new DateTimeOffset(2026, 2, 6, 14, 30, 0, TimeSpan.Zero).AddTicks(1_234_560);
        var cursor = PageQuery.NextCursor([new JsonMap { ["created_at"] = at, ["id"] = id }], 1);
        var (page, _) = Read("cursor=" + cursor);
        Assert.That((page!.BeforeAt, page.BeforeId), Is.EqualTo(((DateTimeOffset?)at, (Guid?)id)));
        Assert.That(PageQuery.NextCursor([], 1), Is.Null);
    }

    private static (Torghut.Trading.Api.PageRequest? Page, string? Fault) Read(string query) =>
        PageQuery.Read(new QueryCollection(QueryHelpers.ParseQuery(query)), "paper");
}
