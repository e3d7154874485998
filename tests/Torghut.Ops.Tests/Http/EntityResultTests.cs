using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Torghut.Ops.Http;

namespace Torghut.Ops.Tests.Http;

/// <summary>Answers with a strong tag, sent once, as the client takes them.</summary>
public sealed class EntityResultTests
{
    private static readonly byte[] Long = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("torghut ", 1000)));

    [TestCase(null, null)]
    [TestCase("br", "br")]
    [TestCase("gzip, br", "br")]
    [TestCase("gzip", "gzip")]
    [TestCase("GZIP", "gzip")]
    [TestCase("br;q=0, gzip;q=0.5", "gzip")]
    [TestCase("identity", null)]
    [TestCase("*", null)]
    [TestCase("\u0001,;;q=x", null)]
    public async Task Body_ByWhatIsAccepted_IsCompressedAndTheSame(string? accepted, string? coding)
    {
        var (context, body) = await SendAsync(new EntityResult(Long, EntityResult.JsonType), accept: accepted);
        Assert.That(context.Response.Headers.ContentEncoding.ToString(), Is.EqualTo(coding ?? ""));
        Assert.That(Decode(body, coding), Is.EqualTo(Long));
        Assert.That(context.Response.Headers.ContentLength, Is.EqualTo(body.Length));
        Assert.That(context.Response.Headers.Vary.ToString(), Is.EqualTo("Accept-Encoding"));
        Assert.That(context.Response.Headers.CacheControl.ToString(), Is.EqualTo("no-cache"));
    }

    [Test]
    public async Task Body_Short_IsNotCompressed()
    {
        var (context, body) = await SendAsync(new EntityResult("{}"u8.ToArray(), EntityResult.JsonType), accept: "br");
        Assert.That(context.Response.Headers.ContentEncoding, Is.Empty);
        Assert.That(body, Has.Length.EqualTo(2));
    }

    [Test]
    public async Task Tag_OfWhatTheClientHas_IsAnsweredWithoutABody()
    {
        var tag = (await SendAsync(new EntityResult(Long, EntityResult.JsonType), accept: "br")).Context.Response.Headers.ETag.ToString();
        Assert.That(tag, Does.Match("^\"[0-9a-f]{32}-br\"$"), "Strong: without W/.");
        foreach (var (known, status) in new[]
        {
            (tag, 304), ($"\"other\", {tag}", 304), ($"W/{tag}", 304), ("*", 304), ("\"other\"", 200), (tag.Replace("-br", "", StringComparison.Ordinal), 200),
            ("garbage", 200),
        })
        {
            var (context, body) = await SendAsync(new EntityResult(Long, EntityResult.JsonType), accept: "br", known);
            Assert.That(context.Response.StatusCode, Is.EqualTo(status), known);
            Assert.That(body.Length == 0, Is.EqualTo(status == 304), known);
            Assert.That(context.Response.Headers.ETag.ToString(), Is.EqualTo(tag), known);
        }
    }

    [Test]
    public async Task Tag_OfAnotherBodyOrCoding_IsAnother()
    {
        var tags = new HashSet<string>();
        foreach (var (body, accept) in new[] { (Long, "br"), (Long, "gzip"), (Long, (string?)null), ([.. Long, 0], null) })
        {
            tags.Add((await SendAsync(new EntityResult(body, EntityResult.JsonType), accept)).Context.Response.Headers.ETag.ToString());
        }

        Assert.That(tags, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task File_HasAName_ThatEverySystemTakes()
    {
        var range = new TimeRange(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1), null);
        var name = EntityResult.FileName("bars-BRK/B", range, "csv");
        var (context, _) = await SendAsync(new EntityResult(Long, CsvWriter.ContentType, name));
        Assert.That(
            context.Response.Headers.ContentDisposition.ToString(),
            Does.StartWith("attachment").And.Contain("bars-BRK_B-19700101T000000Z-19700101T010000Z.csv"));
    }

    private static byte[] Decode(byte[] body, string? coding)
    {
        if (coding is null)
        {
            return body;
        }

        using Stream decoder = coding == "br"
            ? new BrotliStream(new MemoryStream(body), CompressionMode.Decompress)
            : new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        decoder.CopyTo(plain);
        return plain.ToArray();
    }

    private static async Task<(HttpContext Context, byte[] Body)> SendAsync(EntityResult result, string? accept = null, string? known = null)
    {
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        context.Request.Headers.AcceptEncoding = accept;
        context.Request.Headers.IfNoneMatch = known;
        await result.ExecuteAsync(context);
        return (context, body.ToArray());
    }
}
