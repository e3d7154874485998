using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Torghut.Ops.Http;

namespace Torghut.Ops.Tests.Http;

/// <summary>Queries come from anyone: what is not meant is refused by the parameter's name, and nothing else than a refusal comes of it.</summary>
public sealed class QueryReaderTests
{
    private const int MostDays = 8;

    private static readonly QueryParameter[] Known =
        [QueryParameters.Symbol, QueryParameters.From, QueryParameters.To, QueryParameters.Day, QueryParameters.Cursor, QueryParameters.Limit(100, 10)];

    [TestCase("?symbol=AAPL&from=2026-08-03T13:30:00Z&to=2026-08-03T14:00:00Z", "2026-08-03T13:30:00Z", "2026-08-03T14:00:00Z")]
    [TestCase("?symbol=BRK.B&from=2026-08-03T13:30Z&to=2026-08-11T13:30Z", "2026-08-03T13:30:00Z", "2026-08-11T13:30:00Z")]
    [TestCase("?symbol=A&from=2026-08-03T13:30:00.5Z&to=2026-08-03T13:30:00.123456789Z", null, null)]
    [TestCase("?symbol=A&from=2026-08-03T13:30:00.123456789Z&to=2026-08-03T13:30:01Z", "2026-08-03T13:30:00.1234567Z", "2026-08-03T13:30:01Z")]
    [TestCase("?symbol=A&day=2026-08-03", "2026-08-03T04:00:00Z", "2026-08-04T04:00:00Z")]
    [TestCase("?symbol=A&day=2013-03-10", "2013-03-10T05:00:00Z", "2013-03-11T04:00:00Z")]
    [TestCase("?symbol=A&day=2013-11-03", "2013-11-03T04:00:00Z", "2013-11-04T05:00:00Z")]
    [TestCase("?symbol=A&from=&to=&day=2026-08-03&cursor=", "2026-08-03T04:00:00Z", "2026-08-04T04:00:00Z")]
    public void Range_OfInstantsOrOfADay_IsThatInterval(string query, string? from, string? to)
    {
        if (from is null)
        {
            Assert.That(() => Read(query), Throws.TypeOf<BadQueryException>());
            return;
        }

        var range = Read(query);
        Assert.That((UtcInstantConverter.Write(range.From), UtcInstantConverter.Write(range.To)), Is.EqualTo((from, to)));
    }

    [TestCase("", "symbol")]
    [TestCase("?symbol=", "symbol")]
    [TestCase("?symbol=aapl&day=2026-08-03", "symbol")]
    [TestCase("?symbol=AAPL'%20OR%201=1&day=2026-08-03", "symbol")]
    [TestCase("?symbol=A%00&day=2026-08-03", "symbol")]
    [TestCase("?symbol=%ff%fe&day=2026-08-03", "symbol")]
    [TestCase("?symbol=ABCDEFGHIJKLMNOPQ&day=2026-08-03", "symbol")]
    [TestCase("?symbol=A&symbol=B&day=2026-08-03", "symbol")]
    [TestCase("?Symbol=A&day=2026-08-03", "Symbol")]
    [TestCase("?symbol=A", "from")]
    [TestCase("?symbol=A&from=2026-08-03T13:30:00Z", "to")]
    [TestCase("?symbol=A&from=2026-08-03T13:30:00&to=2026-08-03T14:30:00Z", "from")]
    [TestCase("?symbol=A&from=2026-08-03T13:30:00%2B00:00&to=2026-08-03T14:30:00Z", "from")]
    [TestCase("?symbol=A&from=2026-08-03&to=2026-08-04", "from")]
    [TestCase("?symbol=A&from=2026-08-03T13:30:00.12345678xZ&to=2026-08-04T00:00:00Z", "from")]
    [TestCase("?symbol=A&from=1999-12-31T23:59:59Z&to=2000-01-01T00:00:00Z", "from")]
    [TestCase("?symbol=A&from=2099-12-31T00:00:00Z&to=2100-01-01T00:00:00Z", "to")]
    [TestCase("?symbol=A&from=9999-12-31T23:59:59Z&to=0001-01-01T00:00:00Z", "from")]
    [TestCase("?symbol=A&from=2026-08-03T14:00:00Z&to=2026-08-03T14:00:00Z", "to")]
    [TestCase("?symbol=A&from=2026-08-03T14:00:00Z&to=2026-08-03T13:00:00Z", "to")]
    [TestCase("?symbol=A&from=2026-08-03T13:30:00Z&to=2026-08-11T13:30:00.0000001Z", "to")]
    [TestCase("?symbol=A&day=2026-02-29", "day")]
    [TestCase("?symbol=A&day=2026-8-3", "day")]
    [TestCase("?symbol=A&day=1999-12-31", "day")]
    [TestCase("?symbol=A&day=2100-01-01", "day")]
    [TestCase("?symbol=A&day=2026-08-03&from=2026-08-03T13:30:00Z", "day")]
    [TestCase("?symbol=A&day=2026-08-03&limit=0", "limit")]
    [TestCase("?symbol=A&day=2026-08-03&limit=101", "limit")]
    [TestCase("?symbol=A&day=2026-08-03&limit=-1", "limit")]
    [TestCase("?symbol=A&day=2026-08-03&limit=1e1", "limit")]
    [TestCase("?symbol=A&day=2026-08-03&limit=%EF%BC%91", "limit")]
    [TestCase("?symbol=A&day=2026-08-03&limit=99999999999999999999", "limit")]
    [TestCase("?symbol=A&day=2026-08-03&cursor=%27;--", "cursor")]
    [TestCase("?symbol=A&day=2026-08-03&order=desc", "order")]
    [TestCase("?symbol=A&day=2026-08-03&%3Cscript%3E=1", "?script?")]
    public void Query_OutsideItsBounds_IsRefusedByName(string query, string parameter) =>
        Assert.That(() => Read(query), Throws.TypeOf<BadQueryException>().With.Property(nameof(BadQueryException.Parameter)).EqualTo(parameter));

    [Test]
    public void Query_ValueThatIsTooLong_IsRefused() =>
        Assert.That(() => Read($"?symbol={new string('A', QueryReader.MaxLength + 1)}"), Throws.TypeOf<BadQueryException>().With.Message.Contain("1024"));

    /// <summary>The message never repeats what came.</summary>
    [Test]
    public void Query_AnyValueOfAnyParameter_IsReadOrRefusedAndNothingElse() => Prop.ForAll<string, byte>((value, which) =>
    {
        var name = Known[which % Known.Length].Name;
        var query = QueryHelpers.AddQueryString("?", new Dictionary<string, string?> { ["symbol"] = "A", ["day"] = "2026-08-03", [name] = value });
        try
        {
            Read(query);
            return true;
        }
        catch (BadQueryException bad)
        {
            return bad.Parameter is "symbol" or "day" or "from" or "to" or "cursor" or "limit";
        }
    }).QuickCheckThrowOnFailure();

    [TestCase("?symbols=A,B,A", "A,B")]
    [TestCase("?symbols=BRK.B", "BRK.B")]
    [TestCase("?symbols=A,B,C,D", null)]
    [TestCase("?symbols=A,,B", null)]
    [TestCase("?symbols=,", null)]
    [TestCase("?symbols=A;B", null)]
    [TestCase("", null)]
    public void Symbols_List_IsBoundedAndOfSymbols(string query, string? expected)
    {
        if (expected is null)
        {
            Assert.That(() => Reader(query).Symbols("symbols", 3), Throws.TypeOf<BadQueryException>());
            return;
        }

        Assert.That(string.Join(',', Reader(query).Symbols("symbols", 3)), Is.EqualTo(expected));
    }

    [TestCase("?from=2013-03-08&to=2013-03-11", 4)]
    [TestCase("?from=2013-03-08&to=2013-03-08", 1)]
    [TestCase("?from=2013-03-08&to=2013-03-07", 0)]
    [TestCase("?from=2013-03-08&to=2013-04-08", 0)]
    [TestCase("?from=2013-03-08", 0)]
    [TestCase("?to=2013-03-08", 0)]
    public void Days_FromAndTo_AreBothIncluded(string query, int count)
    {
        if (count == 0)
        {
            Assert.That(() => Reader(query).Days(31), Throws.TypeOf<BadQueryException>());
            return;
        }

        Assert.That(Reader(query).Days(31), Has.Count.EqualTo(count));
    }

    [TestCase("?format=csv", "Csv")]
    [TestCase("?format=json", "Json")]
    [TestCase("", "Json")]
    public void Format_Word_IsKnown(string query, string expected) => Assert.That(Reader(query).Format().ToString(), Is.EqualTo(expected));

    [TestCase("?format=CSV")]
    [TestCase("?format=xml")]
    [TestCase("?format=1")]
    public void Format_OtherWord_IsRefused(string query) => Assert.That(() => Reader(query).Format(), Throws.TypeOf<BadQueryException>());

    [TestCase("?note=a%0Ab")]
    [TestCase("?note=a%00")]
    [TestCase("?note=12345678901")]
    public void Text_ControlCharactersOrTooLong_IsRefused(string query) =>
        Assert.That(() => Reader(query).Text("note", 10), Throws.TypeOf<BadQueryException>());

    [Test]
    public void Text_OfAnyLanguage_IsRead() => Assert.That(Reader("?note=gr%C3%BC%C3%9Fe").Text("note", 10), Is.EqualTo("grüße"));

    private static TimeRange Read(string query)
    {
        var reader = Reader(query);
        reader.Check(Known);
        reader.Symbol();
        reader.Cursor();
        reader.Limit(100, 10);
        return reader.Range(MostDays);
    }

    private static QueryReader Reader(string query)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        return new QueryReader(context.Request);
    }
}
