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
    [TestCase("symbol=")]
    [TestCase("symbol=ABCDEFGHIJKLMNOPQ")]
    [TestCase("cursor=x")]
    [TestCase("cursor=99999999999999999999_00000000000000000000000000000000")]
    [TestCase("order=asc")]
    public void Read_BadQuery_NamesTheFault(string query) => Assert.That(Read(query).Fault, Is.Not.Null);

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
